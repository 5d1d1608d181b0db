import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDatabase, type Database } from './client.ts';
import { EventEmitter, once } from 'node:events';
import { createListener } from './listener.ts';
import { Cable } from './testing/cable.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});

afterAll(() => db.close());

async function timed<T>(work: Promise<T>) {
  const startedAt = performance.now();
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return { ...outcome, ms: performance.now() - startedAt };
}

const unavailable = { kind: 'unavailable' };

describe('a transaction', () => {
  let organizationId: string;

  beforeAll(async () => {
    organizationId = await db.organization();
  });

  const grant = (key: string) => `select grant_credits('${organizationId}', '${key}', 1)`;
  const keys = () =>
    db.database
      .withOrganization(organizationId, (tx) =>
        tx.query<{ key: string }>('select key from journals'),
      )
      .then((rows) => rows.map(({ key }) => key));

  test('commits what it did, and rolls back when its work throws', async () => {
    await db.database.withOrganization(organizationId, (tx) => tx.query(grant('kept')));
    await expect(
      db.database.withOrganization(organizationId, async (tx) => {
        await tx.query(grant('dropped'));
        throw new TypeError('ours');
      }),
    ).rejects.toThrow(TypeError);
    expect(await keys()).toEqual(['kept']);
  });

  test('does not claim to have committed when a failed query was swallowed', async () => {
    await expect(
      db.database.withOrganization(organizationId, async (tx) => {
        await tx.query(grant('lost'));
        await tx.query('select 1 / 0').catch(() => undefined);
      }),
    ).rejects.toMatchObject({ kind: 'rejected' });
    expect(await keys()).not.toContain('lost');
  });
});

test('counts arrive as numbers; one beyond 2^53 is refused, not rounded', async () => {
  expect(await db.database.query('select 9007199254740991::bigint as n')).toEqual([
    { n: Number.MAX_SAFE_INTEGER },
  ]);
  await expect(db.database.query('select 9007199254740992::bigint as n')).rejects.toThrow('2^53');
});

test('a constraint is named, the values that broke it are not', async () => {
  const organizationId = await db.organization();
  const insert = () =>
    db.database.withOrganization(organizationId, (tx) =>
      tx.query(
        `insert into api_keys (id, organization_id, name, prefix, sha256)
         values ('018f0000-0000-7000-8000-000000000001', $1, 'secret name', '', sha256('x'))`,
        [organizationId],
      ),
    );
  await insert();
  const failure = await insert().catch((error: unknown) => error);
  expect(failure).toMatchObject({ kind: 'rejected', sqlState: '23505' });
  expect(JSON.stringify(failure) + String(failure)).not.toContain('018f0000');
});

test('a full pool is given up on within two seconds', async () => {
  const small = createDatabase({ url: db.appUrl, max: 1, applicationName: 'test' });
  const organizationId = await db.organization();
  let release = (): void => undefined;
  const busy = small.withOrganization(organizationId, () => {
    return new Promise<void>((resolve) => {
      release = resolve;
    });
  });
  const { ms, ...waiting } = await timed(small.query('select 1'));
  expect(waiting).toMatchObject({ error: unavailable });
  expect(ms).toBeLessThan(2_000);
  release();
  await busy;
  await small.close();
});

describe('when Postgres goes away', () => {
  const cable = new Cable();
  let database: Database;

  beforeAll(async () => {
    await cable.plug();
    database = createDatabase({ url: cable.through(db.appUrl), max: 4, applicationName: 'test' });
  });

  afterAll(async () => {
    await database.close();
    await cable.pull();
  });

  test('says so within two seconds, does not end the process, and works when it is back', async () => {
    const organizationId = await db.organization();
    await database.query('select 1');
    const running = database.withOrganization(organizationId, (tx) =>
      tx.query('select pg_sleep(5)'),
    );
    const broken = expect(running).rejects.toMatchObject(unavailable);
    await database.query('select 1');
    await cable.pull();
    await broken;

    for (const attempt of [
      () => database.query('select 1'),
      () => database.withOrganization(organizationId, (tx) => tx.query('select 1')),
    ]) {
      const { ms, ...outcome } = await timed(attempt());
      expect(outcome).toMatchObject({ error: unavailable });
      expect(ms).toBeLessThan(2_000);
    }
    await cable.plug();
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('listening goes on by itself, and tells when messages may have been missed', async () => {
    const heard: string[] = [];
    let onLost = (): void => undefined;
    let onHeard = (): void => undefined;
    const stop = await database.listen(
      'jobs',
      (payload) => {
        heard.push(payload);
        onHeard();
      },
      () => {
        onLost();
      },
    );
    const nextHeard = () =>
      new Promise<void>((resolve) => {
        onHeard = resolve;
      });
    const nextLost = () =>
      new Promise<void>((resolve) => {
        onLost = resolve;
      });

    const first = nextHeard();
    await db.database.query("notify jobs, 'one'");
    await first;
    const lost = nextLost();
    await cable.pull();
    await lost;
    const again = nextLost();
    await cable.plug();
    // The second call: the connection listens again.
    await again;
    const second = nextHeard();
    await db.database.query("notify jobs, 'two'");
    await second;
    expect(heard).toEqual(['one', 'two']);
    await stop();
  });
});

test('a connection that dies without a word is noticed, and what was cached is told to be stale', async () => {
  const cable = new Cable();
  await cable.plug();
  const connectionString = cable.through(db.appUrl);
  const listener = createListener({ connectionString, connectionTimeoutMillis: 200 }, 100);
  const events = new EventEmitter();
  const stop = await listener.listen(
    'jobs',
    (payload) => events.emit('heard', payload),
    () => events.emit('lost'),
    () => events.emit('listening'),
  );
  const lost = once(events, 'lost');
  cable.silence();
  await lost;
  const listening = once(events, 'listening');
  cable.speak();
  await listening;
  const heard = once(events, 'heard');
  await db.database.query("notify jobs, 'again'");
  expect(await heard).toEqual(['again']);
  await stop();
  await listener.close();
  await cable.pull();
});

describe('a server that is not ours just now is waited for, not blamed', () => {
  const changed: [string, (url: URL) => void][] = [
    ['another password', (url) => (url.password = 'of somebody else')],
    ['another login', (url) => (url.username = 'nobody_here')],
    ['another database', (url) => (url.pathname = '/not_made_yet')],
  ];
  test.each(changed)('%s', async (_, change) => {
    const url = new URL(db.appUrl);
    change(url);
    const stranger = createDatabase({ url: url.href, max: 1, applicationName: 'test' });
    await expect(stranger.query('select 1')).rejects.toMatchObject(unavailable);
    await stranger.close();
  });

  test('a stand-in that only reads', async () => {
    const work = db.database.withOrganization(await db.organization(), async (tx) => {
      await tx.query('set transaction read only');
      await tx.query("update jobs set stage = 'working'");
    });
    await expect(work).rejects.toMatchObject(unavailable);
  });
});

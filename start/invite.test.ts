import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createInvitations } from '../api/auth/invitations.ts';
import { createDatabase, type Database } from '../db/client.ts';
import { createTestDatabase, type TestDatabase } from '../db/testing/test-database.ts';
import { markName } from './data/data-folder.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'atelier-invite-'));
let db: TestDatabase;
let auth: Database;
beforeAll(async () => {
  db = await createTestDatabase();
  auth = createDatabase({ url: db.authUrl, max: 1, applicationName: 'test' });
});
afterAll(async () => {
  await auth.close();
  await db.close();
  rmSync(folder, { recursive: true });
});

async function invite(args: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(root, 'start/invite.ts'), ...args], {
    env: { ...process.env, ATELIER_DATA: join(folder, 'none'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, said };
}
const tokenIn = (said: string) => /\/sign-up\?invitation=([\w-]{43})\n$/.exec(said)?.[1] ?? '';

describe('`npm run invite`', () => {
  test('prints an address of the studio that lets this person in, with what was granted', async () => {
    const given = { DATABASE_AUTH_URL: db.authUrl, APP_ORIGIN: 'https://studio.example.com' };
    const args = ['Ada@Example.com', '--role', 'finance', '--role', 'operator'];
    const { code, said } = await invite(args, given);
    expect([code, said]).toEqual([0, expect.stringContaining('\nhttps://studio.example.com/sign')]);
    const found = await createInvitations(auth).find(tokenIn(said));
    expect(found).toEqual({ email: 'ada@example.com', staff: ['finance', 'operator'] });

    const person = { name: 'Ada', password: 'correct horse battery' };
    await createInvitations(auth).accept(tokenIn(said), person);
    expect(await invite(args, given)).toEqual({
      code: 1,
      said: 'ada@example.com has an account already.\n',
    });
  });

  test('finds the instance that runs on the data folder', async () => {
    const { password } = new URL(db.authUrl);
    writeFileSync(join(folder, markName), '');
    writeFileSync(join(folder, 'secrets.json'), JSON.stringify({ databaseAuth: password }));
    const demo = { url: 'http://localhost:3000', databaseUrl: db.appUrl };
    writeFileSync(join(folder, 'demo.json'), JSON.stringify(demo));
    const { code, said } = await invite(['bea@example.com'], { ATELIER_DATA: folder });
    expect([code, said]).toEqual([0, expect.stringContaining('\nhttp://localhost:3000/sign-up?')]);
    expect(await createInvitations(auth).find(tokenIn(said))).toMatchObject({ staff: [] });
  });

  test.each([
    ['no address', []],
    ['what is no address', ['ada']],
    ['two', ['ada@example.com', 'bea@example.com']],
    ['a role that nobody can be granted', ['ada@example.com', '--role', 'owner']],
    ['an option that is none', ['ada@example.com', '--admin']],
  ])('given %s says how it is used', async (_name, args) => {
    const { code, said } = await invite(args);
    expect([code, said]).toEqual([1, expect.stringMatching(/^Usage: npm run invite -- <e-mail>/)]);
  });

  test('says in one line when there is no instance, or nobody may sign up', async () => {
    const nowhere = await invite(['ada@example.com']);
    expect(nowhere).toEqual({ code: 1, said: expect.stringMatching(/^Atelier does not run.*\n$/) });
    expect(readdirSync(folder)).not.toContain('none');
    const closed = await invite(['ada@example.com'], { SIGN_UP: 'closed' });
    expect(closed).toEqual({ code: 1, said: expect.stringMatching(/^SIGN_UP is closed: .*\n$/) });
  });
});

import pg from 'pg';
import { toDatabaseError } from './errors.ts';

const RECONNECT_MS = 500;
/** A connection may die without a word: it is asked this often, and must answer as quickly. */
const PULSE_MS = 5_000;

interface Subscription {
  readonly channel: string;
  readonly onMessage: (payload: string) => void;
  readonly onLost: () => void;
  readonly onListening: () => void;
}

/** One LISTEN connection, shared by all subscriptions of a process. */
export interface Listener {
  /** @returns ends the subscription */
  readonly listen: (
    channel: string,
    onMessage: (payload: string) => void,
    onLost: () => void,
    onListening?: () => void,
  ) => Promise<() => Promise<void>>;
  readonly close: () => Promise<void>;
}

async function open(
  connection: pg.ClientConfig,
  subscriptions: ReadonlySet<Subscription>,
  onLost: () => void,
  pulseMs: number,
): Promise<pg.Client> {
  const client = new pg.Client(connection);
  let alive = true;
  // A broken connection says so twice, the second time perhaps after its successor is there.
  const lost = () => {
    if (alive) onLost();
    alive = false;
  };
  client.on('error', lost);
  client.on('end', lost);
  client.on('notification', ({ channel, payload = '' }) => {
    for (const subscription of subscriptions) {
      if (subscription.channel === channel) subscription.onMessage(payload);
    }
  });
  await client.connect();
  watch(client, pulseMs);
  for (const { channel } of subscriptions) {
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
  }
  return client;
}

/** Ends a connection that no longer answers; that it is over is heard by those who listen to it. */
function watch(client: pg.Client, pulseMs: number): void {
  let answered = true;
  const pulse = setInterval(() => {
    if (!answered) {
      client.connection.stream.destroy();
      return;
    }
    answered = false;
    client.query('select 1').then(
      () => {
        answered = true;
      },
      () => undefined,
    );
  }, pulseMs);
  pulse.unref();
  client.once('end', () => {
    clearInterval(pulse);
  });
}

/** Connects with the first subscription; a lost connection is made again until `close`. */
export function createListener(connection: pg.ClientConfig, pulseMs = PULSE_MS): Listener {
  const subscriptions = new Set<Subscription>();
  let connected: Promise<pg.Client> | null = null;
  let retry: NodeJS.Timeout | null = null;

  function announceLoss(): void {
    for (const subscription of subscriptions) subscription.onLost();
  }

  function announceReturn(): void {
    announceLoss();
    for (const subscription of subscriptions) subscription.onListening();
  }

  function connect(): Promise<pg.Client> {
    const lost = () => {
      connected = null;
      announceLoss();
      reconnectLater();
    };
    connected ??= open(connection, subscriptions, lost, pulseMs).catch((error: unknown) => {
      connected = null;
      throw toDatabaseError(error);
    });
    return connected;
  }

  function reconnectLater(): void {
    if (retry !== null || subscriptions.size === 0) return;
    retry = setTimeout(() => {
      retry = null;
      // Announced once more: what was read and cached meanwhile may have changed unheard.
      if (subscriptions.size > 0) connect().then(announceReturn, reconnectLater);
    }, RECONNECT_MS);
    retry.unref();
  }

  return {
    async listen(channel, onMessage, onLost, onListening = () => undefined) {
      const subscription = { channel, onMessage, onLost, onListening };
      subscriptions.add(subscription);
      try {
        const client = await connect();
        await client.query(`listen ${client.escapeIdentifier(channel)}`);
        onListening();
      } catch (error) {
        subscriptions.delete(subscription);
        throw toDatabaseError(error);
      }
      return () => {
        subscriptions.delete(subscription);
        return Promise.resolve();
      };
    },
    async close() {
      subscriptions.clear();
      if (retry) clearTimeout(retry);
      await connected?.then((client) => client.end()).catch(() => undefined);
    },
  };
}

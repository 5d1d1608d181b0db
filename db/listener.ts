import pg from 'pg';
import { toDatabaseError } from './errors.ts';

const RECONNECT_MS = 500;

interface Subscription {
  readonly channel: string;
  readonly onMessage: (payload: string) => void;
  readonly onLost: () => void;
  readonly onListening: () => void;
}

/** One LISTEN connection, shared by all subscriptions of a process. */
export interface Listener {
  listen(
    channel: string,
    onMessage: (payload: string) => void,
    onLost: () => void,
    onListening?: () => void,
  ): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Connects with the first subscription; a lost connection is made again until `close`. */
export function createListener(connection: pg.ClientConfig): Listener {
  const subscriptions = new Set<Subscription>();
  let connected: Promise<pg.Client> | null = null;
  let retry: NodeJS.Timeout | null = null;
  let closed = false;

  function lost(): void {
    if (connected === null) return;
    connected = null;
    for (const subscription of subscriptions) subscription.onLost();
    reconnectLater();
  }

  function reconnectLater(): void {
    if (closed || subscriptions.size === 0 || retry !== null) return;
    retry = setTimeout(() => {
      retry = null;
      connect().catch(reconnectLater);
    }, RECONNECT_MS);
    retry.unref();
  }

  async function open(): Promise<pg.Client> {
    const client = new pg.Client(connection);
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ channel, payload }) => {
      for (const subscription of subscriptions) {
        if (subscription.channel === channel) subscription.onMessage(payload ?? '');
      }
    });
    await client.connect();
    for (const { channel } of subscriptions) {
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
    }
    for (const { onListening } of subscriptions) onListening();
    return client;
  }

  function connect(): Promise<pg.Client> {
    connected ??= open().catch((error: unknown) => {
      connected = null;
      throw toDatabaseError(error);
    });
    return connected;
  }

  return {
    async listen(channel, onMessage, onLost, onListening = () => undefined) {
      const subscription = { channel, onMessage, onLost, onListening };
      const before = connected;
      subscriptions.add(subscription);
      try {
        const client = await connect();
        if (before !== null) {
          await client.query(`listen ${client.escapeIdentifier(channel)}`);
          onListening();
        }
      } catch {
        // Postgres is down: the subscription stands and hears as soon as it is back.
        reconnectLater();
      }
      return () => {
        subscriptions.delete(subscription);
        return Promise.resolve();
      };
    },
    async close() {
      closed = true;
      subscriptions.clear();
      if (retry) clearTimeout(retry);
      const open = connected;
      connected = null;
      await open?.then((client) => client.end()).catch(() => undefined);
    },
  };
}

import type { RequestHandler } from 'express';

/** Whether each part answers; none throws. */
export interface Parts {
  postgres(): Promise<boolean>;
  temporal(): Promise<boolean>;
  storage(): Promise<boolean>;
}

const patienceMs = 1_500;
/** So old may what is answered be. */
const sharedMs = 1_000;

/** This process lives: touches nothing. */
export const healthz: RequestHandler = (_request, response) => {
  response.setHeader('Cache-Control', 'no-store');
  response.json({ status: 'ok' });
};

/** Whether requests can be served: without Temporal jobs are still accepted, without the others nothing works. */
export function readyz(parts: Parts): RequestHandler {
  const look = shared(() =>
    Promise.all([within(parts.postgres()), within(parts.temporal()), within(parts.storage())]),
  );
  return async (_request, response) => {
    const [postgres, temporal, storage] = await look();
    const isUp = postgres && storage;
    const word = (isPartUp: boolean) => (isPartUp ? 'ok' : 'down');
    response.setHeader('Cache-Control', 'no-store');
    response.status(isUp ? 200 : 503).json({
      status: isUp ? (temporal ? 'ok' : 'degraded') : 'down',
      parts: { postgres: word(postgres), temporal: word(temporal), storage: word(storage) },
    });
  };
}

/** One look for all who ask within a moment: it writes a file, and anybody may ask. */
function shared<Seen>(look: () => Promise<Seen>): () => Promise<Seen> {
  let seen: Promise<Seen> | null = null;
  let until = 0;
  return () => {
    if (seen === null || Date.now() >= until) {
      seen = look();
      until = Date.now() + sharedMs;
    }
    return seen;
  };
}

/** A part that does not answer in time is down. */
async function within(check: Promise<boolean>): Promise<boolean> {
  const over = new AbortController();
  const late = new Promise<boolean>((resolve) => {
    const timer = setTimeout(resolve, patienceMs, false);
    over.signal.addEventListener('abort', () => {
      clearTimeout(timer);
    });
  });
  try {
    return await Promise.race([check.catch(() => false), late]);
  } finally {
    over.abort();
  }
}

import { hash } from 'node:crypto';
import type { Request } from 'express';
import {
  authenticateApiKey,
  isApiKeySecret,
  lacksChecksum,
  prefixesWithoutChecksum,
  prefixOf,
} from '../../db/api-keys/api-keys.ts';
import type { Sql } from '../../db/client.ts';
import type { Sessions } from './sessions.ts';
import type { NotifiedCache } from '../cache/notified-cache.ts';
import type { Principal } from './principal.ts';
import { ProblemError } from '../http/problems/problem.ts';
import { webHeaders } from '../http/web-request.ts';

/** Who asks: by API key, else by session cookie, else nobody. A wrong key is refused, whatever the cookies say. */
export type Authenticate = (request: Request) => Promise<Principal | null>;

/** Principals of keys that were looked up, by the key's hash. */
export type KeyCache = NotifiedCache<Principal>;

/** How the keys without a checksum begin, under `''`: one question for all who come with a made-up one. */
export type KeyPrefixCache = NotifiedCache<ReadonlySet<string>>;

// The scheme's name in any case: RFC 9110, section 11.1.
const keyHeader = /^bearer +(sk_[A-Za-z0-9_-]{43,49})$/i;

const secretIn = (authorization: string): string | undefined => keyHeader.exec(authorization)?.[1];

export function createAuthenticate(deps: {
  database: Sql;
  keys: KeyCache;
  keyPrefixes: KeyPrefixCache;
  sessions: Sessions;
}): Authenticate {
  const isMadeUp = createMadeUpCheck(deps.database, deps.keyPrefixes);
  return async (request) => {
    const { authorization } = request.headers;
    if (authorization === undefined) return deps.sessions.principal(webHeaders(request));
    const secret = secretIn(authorization);
    if (secret === undefined) throw new ProblemError('unauthenticated', 'Send `Bearer sk_…`.');
    const known = deps.keys.peek(hashOf(secret));
    if (known) return known;
    if (!isApiKeySecret(secret) || (await isMadeUp(secret))) throw wrongKey();
    const found = await deps.keys.load(hashOf(secret), () => lookUp(deps.database, secret));
    if (!found) throw wrongKey();
    return found;
  };
}

/** The principal of a key that was looked up before and has not changed since; asks nobody. */
export function knownPrincipal(authorization: string, keys: KeyCache): Principal | undefined {
  const secret = secretIn(authorization);
  return secret === undefined ? undefined : keys.peek(hashOf(secret));
}

/** Tells what cannot be a key of ours from what only its own row tells. */
function createMadeUpCheck(database: Sql, cache: KeyPrefixCache) {
  let reading: Promise<ReadonlySet<string> | null> | undefined;
  const read = () =>
    (reading ??= cache
      .load('', () => prefixesWithoutChecksum(database))
      .finally(() => {
        reading = undefined;
      }));
  return async (secret: string): Promise<boolean> => {
    if (!lacksChecksum(secret)) return false;
    const prefixes = cache.peek('') ?? (await read());
    return prefixes?.has(prefixOf(secret)) !== true;
  };
}

function wrongKey(): ProblemError {
  return new ProblemError('unauthenticated', 'This API key is wrong or revoked.');
}

async function lookUp(database: Sql, secret: string): Promise<Principal | null> {
  const owner = await authenticateApiKey(database, secret);
  if (!owner) return null;
  return { organizationId: owner.organizationId, userId: null, role: 'member', via: 'key' };
}

// Memory holds no secret, only what names it.
function hashOf(secret: string): string {
  return hash('sha256', secret, 'base64url');
}

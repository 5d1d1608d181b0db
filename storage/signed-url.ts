import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export type AssetVariant = 'content' | 'preview' | 'thumbnail';

interface SignedThing {
  readonly assetId: string;
  readonly variant: AssetVariant;
}

const hourMs = 3_600_000;
const secretCharactersMin = 32;

/**
 * The path of an asset's file that opens without a key until it expires:
 * `/v1/assets/{assetId}/{variant}?expires=…&kid=…&signature=…`.
 * The expiry (milliseconds since 1970, or a Date) is rounded up to a full hour, so that one asset
 * has one URL within the hour and the answers that carry it can be cached. Within that hour none can be taken back one by
 * one; changing the secret ends all of them.
 */
export function signPath(
  options: SignedThing & { secret: string; expiresAt: Date | number },
): string {
  const { secret, assetId, variant } = options;
  const expiresAt = Math.ceil(Number(options.expiresAt) / hourMs) * hourMs;
  const query = new URLSearchParams({
    expires: String(expiresAt / 1000),
    kid: keyId(secret),
    signature: signature(secret, { assetId, variant }, expiresAt / 1000),
  });
  return `/v1/assets/${assetId}/${variant}?${query.toString()}`;
}

/**
 * Judges the query of such a path. `secrets` holds the one that signs and those that did until they
 * were rotated out; `now` is in milliseconds. An unsigned query is invalid.
 */
export function verifySignature(
  options: SignedThing & {
    secrets: readonly string[];
    query: { expires?: unknown; kid?: unknown; signature?: unknown };
    now: number;
  },
): 'valid' | 'expired' | 'invalid' {
  const { expires, kid, signature: given } = options.query;
  if (typeof expires !== 'string' || !/^\d{1,12}$/.test(expires)) return 'invalid';
  if (typeof given !== 'string') return 'invalid';
  const secret = options.secrets.find((candidate) => keyId(candidate) === kid);
  if (secret === undefined) return 'invalid';
  const expected = Buffer.from(signature(secret, options, Number(expires)));
  const presented = Buffer.from(given);
  if (expected.length !== presented.length) return 'invalid';
  if (!timingSafeEqual(expected, presented)) return 'invalid';
  return Number(expires) * 1000 > options.now ? 'valid' : 'expired';
}

/** Names the secret without giving it away, so that two can be in use while one replaces the other. */
function keyId(secret: string): string {
  if (secret.length < secretCharactersMin) {
    throw new RangeError(`A signing secret has at least ${secretCharactersMin} characters`);
  }
  return createHash('sha256').update(`kid\n${secret}`).digest('base64url').slice(0, 8);
}

function signature(secret: string, thing: SignedThing, expiresSeconds: number): string {
  const signed = ['GET', thing.assetId, thing.variant, expiresSeconds].join('\n');
  return createHmac('sha256', secret).update(signed).digest('base64url');
}

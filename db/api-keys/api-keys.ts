import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Sql } from '../client.ts';
import { uuidv7 } from '../uuidv7.ts';

const PREFIX_CHARACTERS = 12;

/** Whose key it is; both UUIDs. */
export interface ApiKeyOwner {
  readonly apiKeyId: string;
  readonly organizationId: string;
}

const PREFIX = 'sk_';
const RANDOM_BYTES = 32;
const RANDOM_CHARACTERS = 43;

/** A new secret: `sk_`, 256 random bits (which is why a plain SHA-256 suffices to keep it), and their checksum. */
export function createApiKeySecret(): string {
  const random = PREFIX + randomBytes(RANDOM_BYTES).toString('base64url');
  return random + checksumOf(random);
}

/** Whether we can have made it; false costs no query. Keys of 0.1.0 have no checksum, and their length says so. */
export function isApiKeySecret(secret: string): boolean {
  const length = PREFIX.length + RANDOM_CHARACTERS;
  const random = secret.slice(0, length);
  if (!secret.startsWith(PREFIX) || random.length < length || !isCanonical(random)) return false;
  return secret.length === length || secret.slice(length) === checksumOf(random);
}

/** Whether only the database can tell that it is none of ours: the checksum of a newer one says so by itself. */
export function lacksChecksum(secret: string): boolean {
  return secret.length <= PREFIX.length + RANDOM_CHARACTERS;
}

/** What is kept of a secret in the clear. */
export function prefixOf(secret: string): string {
  return secret.slice(0, PREFIX_CHARACTERS);
}

/** 43 characters hold 258 bits: the last two are 0 in all that `randomBytes` gave. */
function isCanonical(random: string): boolean {
  const encoded = random.slice(PREFIX.length);
  return Buffer.from(encoded, 'base64url').toString('base64url') === encoded;
}

function checksumOf(random: string): string {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(random));
  return checksum.toString('base64url');
}

/** What is stored instead of the secret. */
function hashApiKey(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/**
 * Stores a key for the organization of the transaction; nothing changes when it is stored already.
 * @param tx of `withOrganization`
 */
export async function storeApiKey(
  tx: Sql,
  key: { organizationId: string; name: string; secret: string },
): Promise<void> {
  const { organizationId, name, secret } = key;
  await tx.query(
    `insert into api_keys (id, organization_id, name, prefix, sha256, has_checksum)
     values ($1, $2, $3, $4, $5, $6) on conflict (sha256) do nothing`,
    [
      uuidv7(),
      organizationId,
      name,
      prefixOf(secret),
      hashApiKey(secret),
      !lacksChecksum(secret) && isApiKeySecret(secret),
    ],
  );
}

/** Finds the owner of a key that is not revoked. @param sql needs no organization */
export async function authenticateApiKey(sql: Sql, secret: string): Promise<ApiKeyOwner | null> {
  const [row] = await sql.query<ApiKeyOwner>(
    'select api_key_id as "apiKeyId", organization_id as "organizationId" from authenticate_api_key($1)',
    [hashApiKey(secret)],
    'authenticate-api-key',
  );
  return row ?? null;
}

/** `prefixOf` all keys whose secret may lack a checksum. @param sql needs no organization */
export async function prefixesWithoutChecksum(sql: Sql): Promise<ReadonlySet<string>> {
  const [row] = await sql.query<{ prefixes: string[] }>(
    'select prefixes_without_checksum() as prefixes',
    [],
    'prefixes-without-checksum',
  );
  return new Set(row?.prefixes);
}

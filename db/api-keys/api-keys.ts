import { createHash, randomBytes } from 'node:crypto';
import type { Sql } from '../client.ts';
import { uuidv7 } from '../uuidv7.ts';

const PREFIX_CHARACTERS = 12;

/** Whose key it is; both UUIDs. */
export interface ApiKeyOwner {
  readonly apiKeyId: string;
  readonly organizationId: string;
}

/** A new secret: `sk_` and 256 random bits, which is why a plain SHA-256 suffices to keep it. */
export function createApiKeySecret(): string {
  return `sk_${randomBytes(32).toString('base64url')}`;
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
    `insert into api_keys (id, organization_id, name, prefix, sha256) values ($1, $2, $3, $4, $5)
     on conflict (sha256) do nothing`,
    [uuidv7(), organizationId, name, secret.slice(0, PREFIX_CHARACTERS), hashApiKey(secret)],
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

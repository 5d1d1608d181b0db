import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { createApiKeySecret } from '../../db/api-keys/api-keys.ts';
import { readJson, writePrivateJson } from './private-file.ts';

/** What an embedded instance draws at its first start and keeps. */
export interface Secrets {
  /** PostgreSQL's superuser, then our three roles. */
  databaseAdmin: string;
  databaseOwner: string;
  databaseApp: string;
  databaseAuth: string;
  authSecret: string;
  urlSigningSecret: string;
  demoPassword: string;
  demoApiKey: string;
}

const drawn: { [Name in keyof Secrets]: () => string } = {
  databaseAdmin: longSecret,
  databaseOwner: longSecret,
  databaseApp: longSecret,
  databaseAuth: longSecret,
  authSecret: longSecret,
  urlSigningSecret: longSecret,
  demoPassword: typedSecret,
  demoApiKey: createApiKeySecret,
};

/** Whether the file is one that an instance of ours has kept its secrets in. */
export function holdsSecrets(file: string): boolean {
  const { demoApiKey, databaseAdmin } = keptIn(file);
  return demoApiKey !== undefined && databaseAdmin !== undefined;
}

/** Reads the secrets; draws those that are missing, so a later version may need one more. */
export function keepSecrets(file: string): Secrets {
  const kept = keptIn(file);
  const entries = Object.entries(drawn).map(
    ([name, draw]) => [name, kept[name] ?? draw()] as const,
  );
  const secrets = Object.fromEntries(entries) as unknown as Secrets;
  if (entries.some(([name, value]) => kept[name] !== value)) writePrivateJson(file, secrets);
  return secrets;
}

function longSecret(): string {
  return randomBytes(32).toString('hex');
}

function keptIn(file: string): Partial<Record<string, string>> {
  return z.record(z.string(), z.string()).safeParse(readJson(file)).data ?? {};
}

/** People type this one: 80 bits without letters that look alike. */
function typedSecret(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789x';
  const letters = [...randomBytes(16)].map((byte) => alphabet[byte % 32]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

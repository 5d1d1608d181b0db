import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\/\S+$/);
const secret = z.string().min(32);

/** What Express calls `trust proxy`, without its named ranges and without trust in everybody. */
const trustedProxies = z.string().transform((text, context): number | readonly string[] => {
  if (/^[1-9]$/.test(text)) return Number(text);
  const ranges = text.split(',').map((range) => range.trim());
  if (ranges.every(isRange)) return ranges;
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

function isRange(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const family = isIP(address);
  if (family === 0 || text.split('/').length > 2) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
  );
}

/** What a variable must be, in words, and an example: the message of a wrong value is made from these two. */
const described = <Schema extends z.ZodType>(schema: Schema, must: string, example: string) =>
  schema.meta({ must, examples: [example] });

const variables = z.object({
  /** Port of the studio and its API. */
  PORT: described(port.default(3000), 'a port between 1 and 65535', '3000'),
  /** Interface the studio listens on; 0.0.0.0 opens it to the network. */
  HOST: described(z.string().min(1).default('127.0.0.1'), 'an address of this machine', '0.0.0.0'),
  /** Folder that holds everything an embedded instance keeps: database, files, secrets, demo.json. */
  ATELIER_DATA: described(z.string().min(1).default('.atelier'), 'a folder', './data'),
  /** Address people type; links and cookies are made for it. Needed once HOST is not a loopback address. */
  APP_ORIGIN: described(
    z
      .url({ protocol: /^https?$/ })
      .refine((text) => URL.canParse(text) && new URL(text).origin === text)
      .optional(),
    'an http(s) origin without a path',
    'https://studio.example.com',
  ),
  /** Proxies whose word on a visitor's address is taken: addresses and CIDRs, or how many hops are ours. None by default. */
  TRUSTED_PROXIES: described(
    trustedProxies.default([]),
    'addresses or CIDRs parted by commas, or a number of hops from 1 to 9',
    '10.0.0.0/8,192.168.1.7',
  ),
  /** Who may make an account: nobody, whoever was invited (`npm run invite`), or everybody (which needs a mailer). */
  SIGN_UP: described(
    z.enum(['closed', 'invite']).default('invite'),
    'closed or invite (open needs a mailer, and there is none yet)',
    'invite',
  ),
  /** PostgreSQL as role atelier_app (API and worker). Set, `npm start` starts no database of its own. */
  DATABASE_URL: described(
    postgresUrl.optional(),
    'a PostgreSQL URL',
    'postgres://atelier_app:…@host:5432/atelier',
  ),
  /** PostgreSQL as role atelier_owner: migrations. */
  DATABASE_OWNER_URL: described(
    postgresUrl.optional(),
    'a PostgreSQL URL',
    'postgres://atelier_owner:…@host:5432/atelier',
  ),
  /** PostgreSQL as role atelier_auth: accounts and sessions. */
  DATABASE_AUTH_URL: described(
    postgresUrl.optional(),
    'a PostgreSQL URL',
    'postgres://atelier_auth:…@host:5432/atelier',
  ),
  /** Temporal's frontend. Set, `npm start` starts no Temporal of its own. */
  TEMPORAL_ADDRESS: described(
    z
      .string()
      .regex(/^[^\s:/]+:\d+$/)
      .optional(),
    'host:port',
    'localhost:7233',
  ),
  TEMPORAL_NAMESPACE: described(
    z.string().min(2).default('atelier'),
    'a Temporal namespace',
    'atelier',
  ),
  /** Queue of workflows; a provider's activities use `<queue>.<provider>`. */
  TEMPORAL_TASK_QUEUE: described(
    z.string().min(1).default('atelier'),
    'a task queue name',
    'atelier',
  ),
  /** Where operators find Temporal's Web UI; links in the product lead there. */
  TEMPORAL_UI_URL: described(
    z.url({ protocol: /^https?$/ }).optional(),
    'an http(s) URL',
    'http://localhost:8233',
  ),
  /** Signs sessions. `npm start` draws one and keeps it. */
  AUTH_SECRET: described(secret.optional(), 'at least 32 characters', 'openssl rand -hex 32'),
  /** Signs the expiring addresses of stored files. `npm start` draws one and keeps it. */
  URL_SIGNING_SECRET: described(
    secret.optional(),
    'at least 32 characters',
    'openssl rand -hex 32',
  ),
  LOG_LEVEL: described(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    'fatal, error, warn, info, debug, trace or silent',
    'info',
  ),
  /** Folder of stored files; by default `storage` in ATELIER_DATA. */
  STORAGE_FOLDER: described(z.string().min(1).optional(), 'a folder', '/srv/atelier/storage'),
  /** Folder for bytes in flight; by default `scratch` in ATELIER_DATA. Best on the same disk as STORAGE_FOLDER. */
  SCRATCH_FOLDER: described(z.string().min(1).optional(), 'a folder', '/srv/atelier/scratch'),
});

type Read = z.output<typeof variables>;
export type Variable = keyof Read;
type Derived = 'APP_ORIGIN' | 'STORAGE_FOLDER' | 'SCRATCH_FOLDER';
type Present<Key extends Variable> = { [Name in Key]-?: NonNullable<Read[Name]> };

/** Environment of one process: what has a default or was asked for is there, the rest may be undefined. */
export type Env<Needed extends Variable = never> = Read & Present<Needed | Derived>;

/** One or several variables are wrong; the message is for people and never holds a value. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}

/**
 * Reads the whole environment once; composition roots call it and hand plain values on.
 * `needed` names the variables without a default that this process cannot do without.
 * @throws EnvError naming every wrong variable, what it must be and an example
 */
export function readEnv<Needed extends Variable = never>(
  source: Readonly<Record<string, string | undefined>>,
  needed: readonly Needed[] = [],
): Env<Needed> {
  // An empty variable is what a shell or a compose file leaves behind for "not set".
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = variables.safeParse(given);
  const wrong = new Set(result.error?.issues.map((issue) => String(issue.path[0])));
  const missing = needed.filter(
    (name) => given[name] === undefined && result.data?.[name] === undefined,
  );
  const lines = [...wrong].map((name) => complaint(name, 'is wrong'));
  lines.push(
    ...missing.filter((name) => !wrong.has(name)).map((name) => complaint(name, 'is missing')),
  );
  if (!result.success || lines.length > 0) throw new EnvError(lines.join('\n'));

  const env = result.data;
  if (env.APP_ORIGIN === undefined && !isLoopback(env.HOST)) {
    const why = 'HOST opens the studio to the network, and links and cookies are made for it';
    throw new EnvError(`${complaint('APP_ORIGIN', 'is missing')} (${why})`);
  }
  const data = resolve(env.ATELIER_DATA);
  return {
    ...env,
    ATELIER_DATA: data,
    APP_ORIGIN: env.APP_ORIGIN ?? `http://localhost:${env.PORT}`,
    STORAGE_FOLDER: resolve(env.STORAGE_FOLDER ?? `${data}/storage`),
    SCRATCH_FOLDER: resolve(env.SCRATCH_FOLDER ?? `${data}/scratch`),
  } as Env<Needed>;
}

/** Whether only this machine reaches it. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function complaint(name: string, verdict: 'is wrong' | 'is missing'): string {
  const { must, examples } = variables.shape[name as Variable].meta() as {
    must: string;
    examples: [string];
  };
  return `${name} ${verdict}: it must be ${must}, for example ${examples[0]}`;
}

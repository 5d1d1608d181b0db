import type { Env, Variable } from '../../env.ts';

type Own = 'api' | 'worker';

/** What every process may know of this machine and this account; nothing here is a secret. */
export const ofTheMachine = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL', 'LD_LIBRARY_PATH'];

/** What Node itself reads: certificates, the way out, memory. */
export const ofNode = [
  ...['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
  'NODE_USE_ENV_PROXY',
];

const both = ['api', 'worker'] as const;

/** Who is told what: a variable that is not here, or not for a process, does not reach it. */
export const readers: Readonly<Record<Variable, readonly Own[]>> = {
  PORT: ['api'],
  HOST: ['api'],
  ATELIER_DATA: both,
  APP_ORIGIN: both,
  TRUSTED_PROXIES: ['api'],
  SIGN_UP: ['api'],
  DATABASE_URL: both,
  DATABASE_OWNER_URL: [],
  DATABASE_AUTH_URL: ['api'],
  TEMPORAL_ADDRESS: both,
  TEMPORAL_NAMESPACE: both,
  TEMPORAL_TASK_QUEUE: both,
  TEMPORAL_UI_URL: both,
  AUTH_SECRET: ['api'],
  URL_SIGNING_SECRET: ['api'],
  LOG_LEVEL: both,
  STORAGE_FOLDER: both,
  SCRATCH_FOLDER: both,
};

/** The environment of a server that is not ours. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return pick(ofTheMachine);
}

/** The environment of a program of ours that works and ends: a build. */
export function toolEnvironment(): NodeJS.ProcessEnv {
  return pick([...ofTheMachine, ...ofNode]);
}

/** The environment of one of our own processes, of all the values that an instance has. */
export function ownEnvironment(reader: Own, values: Env): NodeJS.ProcessEnv {
  const told = Object.entries(readers)
    .filter(([, who]) => who.includes(reader))
    .flatMap(([name]) => {
      const value = values[name as Variable];
      return value === undefined ? [] : [[name, String(value)] as const];
    });
  return { ...toolEnvironment(), ...Object.fromEntries(told) };
}

function pick(names: readonly string[]): NodeJS.ProcessEnv {
  const picked = names.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  // Remix declares NODE_ENV as always set.
  return Object.fromEntries(picked) as NodeJS.ProcessEnv;
}

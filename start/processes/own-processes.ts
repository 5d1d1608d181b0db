import { join } from 'node:path';
import type { Env } from '../../env.ts';
import type { DataFolder } from '../data/data-folder.ts';
import { ownMarker } from './orphans.ts';
import type { Secrets } from '../data/secrets.ts';
import type { Postgres, Temporal } from './embedded-servers.ts';
import { environmentOf } from './environments.ts';
import { nodeProcess } from './process-kinds.ts';
import type { ProcessSpec } from './supervise.ts';

/** Our own two processes, each with the environment and the secrets that it needs, and no more. */
export function ownProcesses(
  env: Env,
  data: DataFolder,
  secrets: Secrets,
  { postgres, temporal }: { postgres: Postgres; temporal: Temporal },
): Record<'api' | 'worker', ProcessSpec> {
  const variables = variablesOf(env, secrets, postgres, temporal);
  const marker = ownMarker(data);
  return {
    worker: nodeProcess({
      name: 'worker',
      module: new URL('../../activities/worker.ts', import.meta.url),
      environment: environmentOf('worker', variables),
      logFile: data.log('worker'),
      marker,
    }),
    api: nodeProcess({
      name: 'api',
      module: new URL('../../api/server.ts', import.meta.url),
      environment: environmentOf('api', variables),
      logFile: data.log('api'),
      marker,
    }),
  };
}

/** All that either may need; each is given its own part. */
function variablesOf(
  env: Env,
  secrets: Secrets,
  postgres: Postgres,
  temporal: Temporal,
): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: 'production',
    // Compiled code of an earlier start: a third less time until a process serves.
    NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/node'),
    PORT: String(env.PORT),
    HOST: env.HOST,
    ATELIER_DATA: env.ATELIER_DATA,
    APP_ORIGIN: env.APP_ORIGIN,
    STORAGE_FOLDER: env.STORAGE_FOLDER,
    SCRATCH_FOLDER: env.SCRATCH_FOLDER,
    DATABASE_URL: postgres.urls.app,
    DATABASE_AUTH_URL: postgres.urls.auth,
    SIGN_UP: env.SIGN_UP,
    TRUSTED_PROXIES: String(env.TRUSTED_PROXIES),
    AUTH_SECRET: env.AUTH_SECRET ?? secrets.authSecret,
    URL_SIGNING_SECRET: env.URL_SIGNING_SECRET ?? secrets.urlSigningSecret,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    TEMPORAL_UI_URL: temporal.uiUrl ?? '',
  };
}

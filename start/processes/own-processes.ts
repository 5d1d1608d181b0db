import { join } from 'node:path';
import type { Env } from '../../env.ts';
import type { DataFolder } from '../data/data-folder.ts';
import { ownEnvironment } from './environments.ts';
import { ownMarker } from './orphans.ts';
import type { Secrets } from '../data/secrets.ts';
import type { Postgres, Temporal } from './embedded-servers.ts';
import { nodeProcess } from './process-kinds.ts';
import type { ProcessSpec } from './supervise.ts';

/** Our own two processes, each with the environment and the secrets that it needs, and no more. */
export function ownProcesses(
  env: Env,
  data: DataFolder,
  secrets: Secrets,
  { postgres, temporal }: { postgres: Postgres; temporal: Temporal },
): Record<'api' | 'worker', ProcessSpec> {
  const values: Env = {
    ...env,
    DATABASE_URL: postgres.urls.app,
    DATABASE_AUTH_URL: postgres.urls.auth,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    TEMPORAL_UI_URL: temporal.uiUrl ?? undefined,
    AUTH_SECRET: env.AUTH_SECRET ?? secrets.authSecret,
    URL_SIGNING_SECRET: env.URL_SIGNING_SECRET ?? secrets.urlSigningSecret,
  };
  const processOf = (name: 'api' | 'worker', module: string): ProcessSpec =>
    nodeProcess({
      name,
      module: new URL(module, import.meta.url),
      environment: { ...ownEnvironment(name, values), ...production },
      logFile: data.log(name),
      marker: ownMarker(data),
    });
  return {
    worker: processOf('worker', '../../activities/worker.ts'),
    api: processOf('api', '../../api/server.ts'),
  };
}

const production = {
  NODE_ENV: 'production',
  // Compiled code of an earlier start: a third less time until a process serves.
  NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/node'),
} as const;

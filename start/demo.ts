import { publicId } from '../domain/ids.ts';
import type { Env } from '../env.ts';
import type { Secrets } from './data/secrets.ts';
import type { Postgres, Temporal } from './processes/embedded-servers.ts';
import type { Supervised } from './processes/supervise.ts';

export const demoEmail = 'demo@atelier.local';

/** What demo.json holds: everything that somebody needs to use and to inspect this instance. */
export interface Demo {
  url: string;
  email: string;
  password: string;
  apiKey: string;
  /** Public id. */
  organization: string;
  /** Of the app's role. */
  databaseUrl: string;
  temporalAddress: string;
  temporalNamespace: string;
  temporalCli: string | null;
  temporalUi: string | null;
  /** Of the processes that this instance runs itself. */
  pids: Partial<Record<'api' | 'worker' | 'postgres' | 'temporal', number>>;
}

/** The parts of an instance that runs. */
export interface Parts {
  postgres: Postgres;
  temporal: Temporal;
  api: Supervised;
  worker: Supervised;
  /** UUID of the demo organization. */
  organizationId: string;
}

/** The facts as they are now: pids change when a process is started again. */
export function describeDemo(env: Env, secrets: Secrets, parts: Parts): Demo {
  const { postgres, temporal, api, worker } = parts;
  const processes = { api, worker, postgres: postgres.process, temporal: temporal.process };
  return {
    url: env.APP_ORIGIN,
    email: demoEmail,
    password: secrets.demoPassword,
    apiKey: secrets.demoApiKey,
    organization: publicId('org', parts.organizationId),
    databaseUrl: postgres.urls.app,
    temporalAddress: temporal.address,
    temporalNamespace: temporal.namespace,
    temporalCli: temporal.cli,
    temporalUi: temporal.uiUrl,
    pids: Object.fromEntries(
      Object.entries(processes).flatMap(([name, process]) =>
        process ? [[name, process.pid()]] : [],
      ),
    ),
  };
}

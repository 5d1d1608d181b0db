import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';

/** What Temporal's SDK has to say goes through the one logger; once a process, before its first connection. */
export function forwardSdkLogs(log: Logger): void {
  const levels = {
    TRACE: 'trace',
    DEBUG: 'debug',
    INFO: 'info',
    WARN: 'warn',
    ERROR: 'error',
  } as const;
  Runtime.install({
    logger: new DefaultLogger('INFO', ({ level, message, meta }) => {
      log[levels[level]]({ ...meta }, message);
    }),
    telemetryOptions: { logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} } },
  });
}

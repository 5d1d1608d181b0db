import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';

/** What operators filter by in the Web UI; nothing personal may ever be put into them. */
export const searchAttributes = ['Operation', 'Organization', 'Outcome', 'Provider'] as const;

/** Postgres, not Temporal, remembers duplicates: a week is for operators. */
const retentionMs = 7 * 24 * 3600 * 1000;

/** `INDEXED_VALUE_TYPE_KEYWORD` of Temporal's API. */
const keyword = 2;

/**
 * Gives the namespace its retention and its search attributes, also on a database that an earlier version made: the
 * dev server's own flags count only when it creates the file. Changes nothing when everything is there.
 * @throws ServiceError while the server cannot be reached or does not know the namespace yet
 */
export async function setUpNamespace(connection: Connection, namespace: string): Promise<void> {
  await connection.ensureConnected();
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  if (Number(config?.workflowExecutionRetentionTtl?.seconds) * 1000 !== retentionMs) {
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: msToTs(retentionMs) },
    });
  }

  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = searchAttributes.filter((name) => !Object.hasOwn(customAttributes, name));
  if (missing.length > 0) {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, keyword])),
    });
  }
}

/** Makes the namespace where it is missing. @throws ServiceError where that is its administrator's to do */
export async function makeNamespace(connection: Connection, namespace: string): Promise<void> {
  await connection.ensureConnected();
  const { workflowService } = connection;
  try {
    await workflowService.describeNamespace({ namespace });
  } catch (error) {
    if (!isMissing(error)) throw error;
    const workflowExecutionRetentionPeriod = msToTs(retentionMs);
    await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
  }
}

/** Whether workflows can be started and found in it: a fresh namespace is unknown to parts of the server for seconds. */
export async function isUsable(connection: Connection, namespace: string): Promise<boolean> {
  const query = searchAttributes.map((name) => `${name} = ""`).join(' or ');
  try {
    await connection.workflowService.countWorkflowExecutions({ namespace, query });
    await connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: namespace },
    });
    return true;
  } catch {
    return false;
  }
}

/** `NOT_FOUND` of gRPC. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 5;
}

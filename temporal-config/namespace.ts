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

import type { OperationResource } from '../../api/operations/resource.ts';
import type { Locale } from '../../domain/languages.ts';

/** The catalogue's name of a job's operation. */
export function operationName(
  operations: readonly OperationResource[],
  id: string,
  locale: Locale,
): string {
  return operations.find((operation) => operation.id === id)?.name[locale] ?? id;
}

/** Why a child did not answer. Only `task` means that the task itself refused or failed. */
export type ChildFailureKind = 'timeout' | 'memory' | 'aborted' | 'crashed' | 'task';

/** A job of the child pool that ended without a result. */
export class ChildFailure extends Error {
  override readonly name = 'ChildFailure';
  readonly kind: ChildFailureKind;
  /** The `code` of the error that the task threw. */
  readonly code: string | undefined;
  /** The task's own `details`; for a crash the exit code, signal and last lines of output. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    kind: ChildFailureKind,
    message: string,
    facts: { code?: string | undefined; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause: facts.cause });
    this.kind = kind;
    this.code = facts.code;
    this.details = facts.details ?? {};
  }
}

/** Parent to child: run `task` of `module`. One at a time. */
export interface TaskRequest {
  readonly module: string;
  readonly task: string;
  readonly payload: unknown;
}

/** Child to parent. */
export type TaskReply =
  | { readonly type: 'progress'; readonly fraction: number }
  | { readonly type: 'done'; readonly output: unknown; readonly residentBytes: number }
  | {
      readonly type: 'failed';
      readonly message: string;
      readonly code?: string;
      readonly details?: Record<string, unknown>;
      readonly stack?: string;
    };

/**
 * What a task gets beside its payload. A task is an exported function `(payload, context) => Promise`
 * whose payload and answer are plain data; an error's `code` and `details` reach the parent.
 */
export interface TaskContext {
  /** Says how much is done, 0 to 1. */
  progress(fraction: number): void;
}

interface Failure {
  /** Who can do something about it. The customer's own fail a workflow without alarming anyone. */
  readonly whose: 'customer' | 'vendor' | 'ours';
  /** No other link is asked: nothing that one could answer would change it. */
  readonly endsTheJob: boolean;
}

/** Why a job, an attempt or a standing workflow failed: the `type` of every ApplicationFailure. */
export const failures = {
  canceled: { whose: 'customer', endsTheJob: true },
  expired: { whose: 'customer', endsTheJob: true },
  insufficient_credits: { whose: 'customer', endsTheJob: true },
  invalid_input: { whose: 'customer', endsTheJob: true },
  no_subject: { whose: 'customer', endsTheJob: true },
  policy_refused: { whose: 'customer', endsTheJob: true },
  provider_bad_output: { whose: 'vendor', endsTheJob: false },
  bytes_lost: { whose: 'ours', endsTheJob: false },
  deadline_exceeded: { whose: 'ours', endsTheJob: false },
  engine_failed: { whose: 'ours', endsTheJob: false },
  job_not_found: { whose: 'ours', endsTheJob: true },
  ledger_drift: { whose: 'ours', endsTheJob: false },
  stale_run: { whose: 'ours', endsTheJob: true },
  terminated: { whose: 'ours', endsTheJob: true },
  unavailable: { whose: 'ours', endsTheJob: false },
  worker_lost: { whose: 'ours', endsTheJob: false },
} as const satisfies Record<string, Failure>;

export type FailureType = keyof typeof failures;

/** What is known of a failure; of a name that is none of ours: that it is ours, and that another link may help. */
export function failureOf(type: string): Failure {
  return Object.hasOwn(failures, type) ? failures[type as FailureType] : failures.engine_failed;
}

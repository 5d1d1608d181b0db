import type { FailureType } from './failures.ts';
import type { EndedStatus } from './job-status.ts';

/** One provider that can do the work, in the order in which it is tried. */
export interface Link {
  readonly provider: string;
  readonly model: string;
  readonly priceCredits: number;
  readonly timeoutMs: number;
  /**
   * `quick`: tried inside the workflow task before it becomes an activity; `wait`: an activity that ends with the work.
   * Plans of release 0.1.0 have none.
   */
  readonly mode?: 'quick' | 'wait';
  /** Work that needs no core of its own has places of its own: it never waits behind work that does. */
  readonly light?: boolean;
  /**
   * About how long it works, in seconds: organizations that wait for places are served by this, not by how many jobs they
   * have. Plans of release 0.1.0 have none.
   */
  readonly workSeconds?: number;
  /** How often a call whose outcome is unknown may be sent again to this provider. */
  readonly ambiguousRetries: number;
}

/** The frozen terms of one job. Ids and numbers only: Temporal keeps it in its history. */
export interface Plan {
  readonly operation: string;
  readonly operationVersion: number;
  readonly links: readonly Link[];
  /** Held at the start: the dearest link's price. */
  readonly reserveCredits: number;
  /** ISO 8601. A job that no run has taken by then is `expired`. */
  readonly startBy: string;
  /** ISO 8601. No further link is tried after this. */
  readonly finishBy: string;
  /** Temporal's priority key, 1 (first) to 5. */
  readonly priority: number;
}

/** The argument of every job's workflow. Both ids are public ones. */
export interface JobInput {
  readonly jobId: string;
  readonly organizationId: string;
  readonly plan: Plan;
}

/** Where a saga step left the job. `error` is a failure type, never a text. */
export interface Outcome {
  readonly status: 'running' | EndedStatus;
  readonly charged: number;
  readonly provider: string | null;
  readonly cached: boolean;
  readonly error: FailureType | null;
}

/** What `provide` left behind: the attempt whose delivery the settle step reads. */
export interface Delivery {
  readonly attemptId: string;
}

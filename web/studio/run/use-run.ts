import { useCallback, useEffect, useRef, useState } from 'react';
import type { AssetResource } from '../../../api/assets/resource.ts';
import type { JobResource } from '../../../api/jobs/resource.ts';
import type { OperationResource } from '../../../api/operations/resource.ts';
import {
  isDefinitive,
  isYoung,
  openSubmission,
  type Sender,
  sendSubmission,
  type Submission,
  unansweredSubmission,
} from '../../jobs/submission.ts';
import { useConnection } from '../../client/connection.tsx';
import { controlId } from '../../operations/form/field-frame.tsx';
import { useBalanceChanges } from '../../credits/balance.ts';
import { expectedFrame, expectedPrefix, type Unanswered } from '../../jobs/frame.ts';
import type { Field } from '../../operations/form/schema.ts';
import type { OperationForm } from '../../operations/form/use-form.ts';
import type { Jobs } from '../../jobs/use-jobs.ts';
import type { Picture } from '../../assets/use-picture.ts';
import { definiteProblem, NoAnswer, ProblemError } from '../../problems/problem-error.ts';

export interface Run {
  readonly state: 'idle' | 'uploading' | 'sending';
  /** Why the last request got no job; null after the next one. */
  readonly failure: unknown;
  /** The field for which the last press could not be sent. */
  readonly incomplete: Field | null;
  /** Sends the last request once more, as the same job, while that is certain; null when its answer is known. */
  readonly sendAgain: (() => Promise<void>) | null;
  /** The last request has not left the browser. */
  readonly unsent: boolean;
  submit: () => Promise<void>;
  dismiss: () => void;
}

interface Parts {
  sender: Sender;
  operation: OperationResource | null;
  form: OperationForm;
  picture: Picture;
  jobs: Jobs;
  /** What the form, as it is, will cost. */
  priceCredits: number;
  /**
   * Keeps the stage for what is being sent. Answers how to put its job there, or the frame that waits for it, unless people
   * have gone on to something else by then.
   */
  keepStage: () => (job: Pick<JobResource, 'id' | 'operation'>) => void;
}

interface Open {
  readonly submission: Submission;
  readonly price: number;
  readonly why: Unanswered;
}

/** Sends the form as one job; frame and held credits appear before the answer, and go if it refuses. */
export function useRun(parts: Parts): Run {
  const { sender, operation, form, picture, priceCredits } = parts;
  const { state, setState, failure, setFailure, unanswered, deliver } = useDelivery(parts);

  const [incomplete, setIncomplete] = useState<Field | null>(null);

  const submit = async () => {
    if (!operation || state !== 'idle') return;
    const missing = form.checkAll(picture.source !== null || picture.isComing);
    setIncomplete(missing);
    if (missing) {
      focusField(missing.name);
      return;
    }
    let asset: AssetResource | null = null;
    if (form.fields.some((field) => field.control === 'asset')) {
      setState('uploading');
      setFailure(null);
      // What the server would refuse again is not sent again.
      if (picture.failure !== null && !definiteProblem(picture.failure)) picture.retry();
      const ready = await picture.ready();
      if (!ready.asset) {
        setState('idle');
        setFailure(ready.failure);
        // What was on its way is no picture: then there is none.
        if (ready.failure === null) setIncomplete(form.checkAll(false));
        return;
      }
      asset = ready.asset;
    }
    const input = form.input(asset?.id ?? null);
    const request = { operation: operation.id, input, sender };
    await deliver(openSubmission(sessionStorage, request), priceCredits);
  };

  const sendAgain = async ({ submission, price }: Open) => {
    if (isYoung(submission)) await deliver(submission, price);
    // As good as forgotten by the server: only the history tells now whether it arrived.
    else location.reload();
  };

  useResume(sender, deliver);
  return {
    state,
    failure,
    incomplete,
    sendAgain: unanswered && (() => sendAgain(unanswered)),
    unsent: unanswered?.why === 'unsent',
    submit,
    // A request without an answer stays open until it has one.
    dismiss: useCallback(() => {
      if (!unanswered) setFailure(null);
    }, [unanswered, setFailure]),
  };
}

/** Sends a submission and shows what becomes of it. */
function useDelivery({ form, picture, jobs, keepStage }: Parts) {
  const [state, setState] = useState<Run['state']>('idle');
  const [failure, setFailure] = useState<unknown>(null);
  const [unanswered, setUnanswered] = useState<Open | null>(null);
  const { hold, refresh } = useBalanceChanges();
  const { report } = useConnection();

  const deliver = async (
    submission: Submission,
    price: number,
    resent = unanswered?.why === 'unanswered' && submission.key === unanswered.submission.key,
  ) => {
    const source = submission.input.asset === undefined ? null : picture.source;
    const frame = expectedFrame({ ...submission, price }, source);
    const show = keepStage();
    setState('sending');
    setFailure(null);
    // Its key is given up with this request: nobody can ask for its job any more.
    if (unanswered && submission.key !== unanswered.submission.key)
      jobs.drop(expectedPrefix + unanswered.submission.key);
    jobs.add(frame);
    hold(price);
    try {
      const job = await sendSubmission(sessionStorage, submission, resent);
      report(true);
      jobs.confirm(frame.job.id, job);
      setUnanswered(null);
      show(job);
    } catch (error) {
      setFailure(error);
      report(definiteProblem(error) !== null);
      if (isDefinitive(error, resent)) {
        setUnanswered(null);
        jobs.drop(frame.job.id);
      } else {
        const stayed = error instanceof NoAnswer && error.wasOffline && !resent;
        const why = stayed ? 'unsent' : 'unanswered';
        setUnanswered({ submission, price, why });
        jobs.unanswered(frame.job.id, why);
        show(frame.job);
      }
      if (error instanceof ProblemError) form.blame(error.problem);
    } finally {
      setState('idle');
      void refresh();
    }
  };
  return { state, setState, failure, setFailure, unanswered, deliver };
}

/** After a reload, asks again for the job whose answer the page did not live to see. */
function useResume(
  sender: Sender,
  deliver: (submission: Submission, price: number, resent: boolean) => Promise<void>,
): void {
  const resumed = useRef(false);
  useEffect(() => {
    if (resumed.current) return;
    resumed.current = true;
    const open = unansweredSubmission(sessionStorage, sender);
    if (open) void deliver(open, 0, true);
  });
}

function focusField(name: string): void {
  const control = document.getElementById(controlId(name));
  control?.closest('details')?.setAttribute('open', '');
  control?.focus();
}

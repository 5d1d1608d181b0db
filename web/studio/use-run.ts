import { useCallback, useEffect, useRef, useState } from 'react';
import type { JobResource, OperationResource } from '../../api/resources.ts';
import { Refusal } from '../client/api.ts';
import {
  openSubmission,
  sendSubmission,
  type Submission,
  unansweredSubmission,
} from '../client/submission.ts';
import { controlId } from '../form/field-frame.tsx';
import { useBalance } from '../shell/balance.tsx';
import { expectedFrame } from './job-list.ts';
import type { OperationForm } from './use-form.ts';
import type { Jobs } from './use-jobs.ts';
import type { Picture } from './use-picture.ts';

export interface Run {
  readonly state: 'idle' | 'uploading' | 'sending';
  /** Why the last request became no job; null after the next one. */
  readonly failure: unknown;
  submit: () => Promise<void>;
  dismiss: () => void;
}

interface Parts {
  operation: OperationResource | null;
  form: OperationForm;
  picture: Picture;
  jobs: Jobs;
  onJob: (job: JobResource) => void;
}

/** Sends the form as one job; frame and held credits appear before the answer, and go if it refuses. */
export function useRun({ operation, form, picture, jobs, onJob }: Parts): Run {
  const [state, setState] = useState<Run['state']>('idle');
  const [failure, setFailure] = useState<unknown>(null);
  const { hold, refresh } = useBalance();

  const deliver = async (submission: Submission, price: number) => {
    const source = submission.input.asset === undefined ? null : picture.local;
    const frame = expectedFrame(
      { ...submission, price },
      source?.url ?? null,
      source?.file.name ?? null,
    );
    setState('sending');
    setFailure(null);
    jobs.add(frame);
    hold(price);
    try {
      const job = await sendSubmission(sessionStorage, submission);
      jobs.confirm(frame.job.id, job);
      onJob(job);
    } catch (error) {
      jobs.drop(frame.job.id);
      setFailure(error);
      if (error instanceof Refusal) form.blame(error.problem);
    } finally {
      setState('idle');
      void refresh();
    }
  };

  const submit = async () => {
    if (!operation || state !== 'idle') return;
    const missing = form.checkAll(picture.local !== null && picture.failure === null);
    if (missing) {
      focusField(missing.name);
      return;
    }
    const needsPicture = form.fields.some((field) => field.control === 'asset');
    if (needsPicture) setState('uploading');
    const asset = needsPicture ? await picture.ready() : null;
    if (needsPicture && !asset) {
      setState('idle');
      return;
    }
    const input = form.input(asset?.id ?? null);
    await deliver(openSubmission(sessionStorage, operation.id, input), form.priceCredits);
  };

  useResume(deliver);
  return {
    state,
    failure,
    submit,
    dismiss: useCallback(() => {
      setFailure(null);
    }, []),
  };
}

/** After a reload, asks again for the job whose answer the page did not live to see. */
function useResume(deliver: (submission: Submission, price: number) => Promise<void>): void {
  const resumed = useRef(false);
  useEffect(() => {
    if (resumed.current) return;
    resumed.current = true;
    const open = unansweredSubmission(sessionStorage);
    if (open) void deliver(open, 0);
  });
}

function focusField(name: string): void {
  const control = document.getElementById(controlId(name));
  control?.closest('details')?.setAttribute('open', '');
  control?.focus();
}

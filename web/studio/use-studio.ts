import { useEffect, useRef, useState } from 'react';
import type { Page } from '../../api/http/page.ts';
import type { JobResource } from '../../api/jobs/resource.ts';
import type { OperationResource } from '../../api/operations/resource.ts';
import { stillImages } from '../../operations/fields.ts';
import type { Sender } from '../jobs/submission.ts';
import type { Values } from '../operations/form/values.ts';
import { mainAsset, sourceId } from '../jobs/results/output.ts';
import { type Frame, isExpected } from '../jobs/frame.ts';
import { type OperationForm, useForm } from '../operations/form/use-form.ts';
import { useConnection } from '../client/connection.tsx';
import { NoAnswer } from '../problems/problem-error.ts';
import { useLoaded } from '../client/cache.tsx';
import { historyKey, loadedHistory } from '../jobs/use-history.ts';
import { useAddress } from './use-address.ts';
import { useEarlyPresses } from './early/early-presses.tsx';
import { useDraft } from './use-draft.ts';
import { type Jobs, useJobs } from '../jobs/use-jobs.ts';
import { type Picture, type TakeFile, usePicture } from '../assets/use-picture.ts';
import type { Free } from '../jobs/use-free-answer.ts';
import { useFree } from './run/use-free.ts';
import { type Run, useRun } from './run/use-run.ts';
import { hasEnded } from '../../domain/job-status.ts';

export interface Studio {
  /** The chosen tool; null on a first visit. */
  readonly operation: OperationResource | null;
  /** The frame on the stage; null while a new picture, or none, is there. */
  readonly shown: Frame | null;
  readonly form: OperationForm;
  readonly picture: Picture;
  readonly jobs: Jobs;
  readonly run: Run;
  readonly accepts: readonly string[];
  /** Why the form, as it is, costs nothing: it is under way already, or was done before; null when it costs its price. */
  readonly free: Free;
  /** How often the form was filled from an ended job; 0 once people have gone on to something else. */
  readonly refills: number;
  choose: (operationId: string) => void;
  show: (jobId: string | null) => void;
  take: TakeFile;
  /** Makes a job's result the picture that the next tool works on. */
  useResult: (frame: Frame) => void;
  /** Puts a job's tool, settings and picture back into the form, with changes; only the shutter spends. */
  again: (frame: Frame, changes?: Values) => Promise<void>;
}

/** Everything the studio page knows; tool and job on the stage live in the address. */
export function useStudio(data: {
  operations: readonly OperationResource[];
  jobs: Page<JobResource>;
  sender: Sender;
}): Studio {
  const [address, put] = useAddress();
  const [refills, setRefills] = useState(0);
  const stage = useStageOfRequest();
  const operation = data.operations.find(({ id }) => id === address.tool) ?? null;
  const form = useForm(operation);
  const picture = usePicture();
  useLoaded(historyKey, loadedHistory(data.jobs));
  const jobs = useJobs();

  const free = useFree({ operation, form, picture, frames: jobs.frames });
  const run = useRun({
    sender: data.sender,
    operation,
    form,
    picture,
    jobs,
    priceCredits: free ? 0 : form.priceCredits,
    keepStage: () =>
      stage.keep(({ id, operation }) => {
        setRefills(0);
        put({ job: id, tool: operation });
      }),
  });

  useLostUpload(picture);
  const isRestored = useDraft({ sender: data.sender, form, picture, accepts: stillImages });
  useEarlyPresses(isRestored);
  const accepts = acceptsOf(operation);
  const sent = run.state === 'sending' && stage.kept ? jobs.frames.find(isExpected) : undefined;
  const goOn = (to: Parameters<typeof put>[0], refilled = false) => {
    stage.leave();
    run.dismiss();
    setRefills((before) => (refilled ? before + 1 : 0));
    put(to);
  };
  const moves = movesOf({ operation, form, picture, accepts, goOn });
  useArrival(isRestored, () => {
    const frame = jobs.frames.find(({ job }) => job.id === address.again);
    if (frame) void moves.again(frame);
    if (address.picture) void picture.reuse(address.picture, null);
    if (address.again ?? address.picture) put({ again: null, picture: null });
  });
  return {
    operation,
    form,
    picture,
    jobs,
    run,
    accepts,
    free,
    shown: sent ?? jobs.frames.find(({ job }) => job.id === address.job) ?? null,
    refills,
    ...moves,
  };
}

/** Does what the address asks for, once what was there before is back. */
function useArrival(isRestored: boolean, arrive: () => void): void {
  const arrived = useRef(false);
  useEffect(() => {
    if (!isRestored || arrived.current) return;
    arrived.current = true;
    arrive();
  });
}

type Moves = Pick<Studio, 'choose' | 'show' | 'take' | 'useResult' | 'again'>;

/** What leads from what is shown to something else. */
function movesOf(parts: {
  operation: OperationResource | null;
  form: OperationForm;
  picture: Picture;
  accepts: readonly string[];
  goOn: (to: { tool?: string | null; job?: string | null }, refilled?: boolean) => void;
}): Moves {
  const { operation, form, picture, accepts, goOn } = parts;
  return {
    choose: (tool) => {
      goOn({ tool });
    },
    show: (job) => {
      goOn({ job });
    },
    take: (file, others) => {
      goOn({ job: null });
      void picture.take(file, accepts, others);
    },
    useResult: ({ job }) => {
      const result = mainAsset(job);
      if (!result) return;
      goOn({ job: null, ...(operation?.accepts.length === 0 && { tool: null }) });
      void picture.reuse(result.id, null);
    },
    again: async ({ job, fileName }, changes = {}) => {
      const source = sourceId(job);
      if (source && !(await picture.reuse(source, fileName))) return;
      // Whoever wants the same drawing again asks for its seed.
      form.fill(job.operation, { ...job.input, seed: undefined, ...changes });
      goOn({ tool: job.operation, job: null }, true);
    },
  };
}

function acceptsOf(operation: OperationResource | null): readonly string[] {
  return operation && operation.accepts.length > 0 ? operation.accepts : stillImages;
}

/** An upload that got no answer tells as much of the line as a poll. */
function useLostUpload({ failure }: Picture): void {
  const { report } = useConnection();
  const lost = failure instanceof NoAnswer;
  useEffect(() => {
    if (lost) report(false);
  }, [lost, report]);
}

/** The stage belongs to what is being sent, until people go on to something else. */
function useStageOfRequest() {
  const [kept, setKept] = useState(false);
  const turn = useRef(0);
  return {
    kept,
    keep: <Args extends unknown[]>(show: (...args: Args) => void) => {
      const own = (turn.current += 1);
      setKept(true);
      return (...args: Args) => {
        if (turn.current === own) show(...args);
      };
    },
    leave: () => {
      turn.current += 1;
      setKept(false);
    },
  };
}

/** The job whose steps are shown: the one on the stage, else the newest that is not done. */
export function currentFrame(shown: Frame | null, frames: readonly Frame[]): Frame | null {
  return shown ?? frames.find((frame) => !hasEnded(frame.job.status)) ?? null;
}

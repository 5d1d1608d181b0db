import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import type { Page } from '../../api/http/page.ts';
import type { JobResource } from '../../api/jobs/resource.ts';
import { hasEnded } from '../../domain/job-status.ts';
import { followed, type FollowedJob } from './followed-job.ts';
import {
  expectedPrefix,
  type Frame,
  type Unanswered,
  frameOf,
  withJob,
  withNote,
  withOlder,
} from './frame.ts';
import { cancelJob } from './job-requests.ts';
import { followedJobKey, useFollowedJobs } from './use-followed-jobs.ts';
import { type History, historyKey, type Older, useHistory, withNewest } from './use-history.ts';

export interface Jobs {
  readonly frames: readonly Frame[];
  readonly older: Older;
  /** Puts a frame first, unless it is there already: then it is being sent again. */
  add: (frame: Frame) => void;
  /** Says of a frame that was sent why it has no answer. */
  unanswered: (expectedId: string, why: Unanswered) => void;
  /** Puts the server's job in the place of the frame that was shown for it. */
  confirm: (expectedId: string, job: JobResource) => void;
  drop: (id: string) => void;
  cancel: (id: string) => Promise<void>;
}

/** What only this page knows of one job. */
interface Note {
  key?: string;
  preview?: string | null;
  fileName?: string | null;
  cancelAsked?: true;
}

/** What the cache does not know: it holds answers of the server, and this has none or is no business of the server's. */
interface Own {
  /** Frames of requests without an answer. */
  readonly expected: readonly Frame[];
  readonly notes: Readonly<Record<string, Note>>;
}

const nothing: Own = { expected: [], notes: {} };

/** The history in the cache, newest first, in which every job that has not ended is followed. */
export function useJobs(): Jobs {
  const cache = useQueryClient();
  const { pages, older } = useHistory();
  const [own, setOwn] = useState<Own>(nothing);
  const open = pages.flatMap(({ data }) => data.filter(({ status }) => !hasEnded(status)));
  const now = useFollowedJobs(open);
  const { cancel, answered } = useCancel(setOwn);

  const changeExpected = (change: (before: readonly Frame[]) => readonly Frame[]) => {
    setOwn((before) => ({ ...before, expected: change(before.expected) }));
  };
  return {
    frames: useMemo(() => framesOf(own, pages, now), [own, pages, now]),
    older,
    add: (frame) => {
      changeExpected((before) =>
        before.some(({ job }) => job.id === frame.job.id)
          ? withNote(before, frame.job.id, { problem: null })
          : [frame, ...before],
      );
    },
    unanswered: (expectedId, why) => {
      changeExpected((before) => withNote(before, expectedId, { problem: why }));
    },
    confirm: (expectedId, job) => {
      // The cache shows the job before the frame goes, so that the stage is never empty between them.
      cache.setQueryData<History>(historyKey, (before) => withNewest(before, job));
      setOwn((before) => withConfirmed(before, expectedId, job.id));
      answered(expectedId, job.id);
    },
    drop: (id) => {
      changeExpected((before) => before.filter((frame) => frame.job.id !== id));
    },
    cancel,
  };
}

/** One job, followed until it has ended, and the way to cancel it. */
export function useJob(job: JobResource): { frame: Frame; cancel: () => Promise<void> } {
  const [own, setOwn] = useState<Own>(nothing);
  const now = useFollowedJobs(hasEnded(job.status) ? [] : [job]);
  const { cancel } = useCancel(setOwn);
  const page = { object: 'list' as const, data: [job], has_more: false, next_cursor: null };
  return {
    frame: framesOf(own, [page], now)[0] ?? frameOf(job),
    cancel: () => cancel(job.id),
  };
}

/** Cancels jobs, also those that have no id yet when it is asked for. */
function useCancel(setOwn: (change: (before: Own) => Own) => void) {
  const cache = useQueryClient();
  // Cancels that were asked for before the server had given the job an id.
  const tooEarly = useRef(new Set<string>());
  // Whoever asks may not have seen the answer yet.
  const ids = useRef(new Map<string, string>());
  const note = (id: string, cancelAsked: boolean) => {
    setOwn((before) => withCancelNote(before, id, cancelAsked));
  };
  const cancel = async (asked: string) => {
    const id = ids.current.get(asked) ?? asked;
    note(id, true);
    if (id.startsWith(expectedPrefix)) {
      tooEarly.current.add(id);
      return;
    }
    try {
      const job = await cancelJob(id);
      cache.setQueryData<FollowedJob>(followedJobKey(id), (before) => followed(job, before));
    } catch {
      note(id, false);
    }
  };
  return {
    cancel,
    answered: (expectedId: string, id: string) => {
      ids.current.set(expectedId, id);
      if (tooEarly.current.delete(expectedId)) void cancel(id);
    },
  };
}

const withNews = (frames: Frame[], { job, problem }: FollowedJob): Frame[] =>
  withNote(withJob(frames, job), job.id, { problem });

function framesOf(
  { expected, notes }: Own,
  pages: readonly Page<JobResource>[],
  now: readonly FollowedJob[],
): readonly Frame[] {
  const known = pages.reduce((frames, { data }) => withOlder(frames, data), [...expected]);
  const newest = now.reduce(withNews, known);
  return Object.entries(notes).reduce((frames, [id, note]) => withNote(frames, id, note), newest);
}

function withConfirmed({ expected, notes }: Own, expectedId: string, id: string): Own {
  const shown = expected.find((frame) => frame.job.id === expectedId);
  const kept = shown && { key: shown.key, preview: shown.preview, fileName: shown.fileName };
  return {
    expected: expected.filter((frame) => frame !== shown),
    notes: { ...notes, [id]: { ...notes[id], ...kept, ...notes[expectedId] } },
  };
}

function withCancelNote({ expected, notes }: Own, id: string, asked: boolean): Own {
  const note = { ...notes[id] };
  if (asked) note.cancelAsked = true;
  // Without a note the job's own state says whether it is being canceled.
  else delete note.cancelAsked;
  return { expected, notes: { ...notes, [id]: note } };
}

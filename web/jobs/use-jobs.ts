import { useCallback, useEffect, useRef, useState } from 'react';
import type { Page } from '../../api/http/page.ts';
import type { JobResource } from '../../api/jobs/resource.ts';
import { watchJob } from './follow-job.ts';
import { useBalance } from '../credits/balance.tsx';
import { useConnection } from '../client/connection.tsx';
import {
  expectedPrefix,
  type Frame,
  frameOf,
  isExpected,
  withJob,
  withNote,
  withOlder,
} from './frame.ts';
import { type Older, useOlder } from './use-older.ts';
import { cancelJob } from './job-requests.ts';
import { hasEnded } from '../../domain/job-status.ts';

export interface Jobs {
  readonly frames: readonly Frame[];
  readonly older: Older;
  /** Puts a frame first, unless it is there already. */
  add: (frame: Frame) => void;
  /** Puts the server's job in the place of the frame that was shown for it. */
  confirm: (expectedId: string, job: JobResource) => void;
  drop: (id: string) => void;
  cancel: (id: string) => Promise<void>;
}

type Note = [id: string, change: Partial<Pick<Frame, 'cancelAsked' | 'problem'>>];

/** The history, newest first, in which every job that has not ended is followed. */
export function useJobs(initial: Page<JobResource>): Jobs {
  const [frames, setFrames] = useState(() => initial.data.map(frameOf));
  const older = useOlder(initial.next_cursor, (page) => {
    setFrames((before) => withOlder(before, page));
  });
  // Cancels that were asked for before the server had given the job an id.
  const tooEarly = useRef(new Set<string>());
  // Whoever asks may not have seen the answer yet.
  const answered = useRef(new Map<string, string>());
  const update = useCallback((job: JobResource) => {
    setFrames((before) => withJob(before, job));
  }, []);
  const note = useCallback((...[id, change]: Note) => {
    setFrames((before) => withNote(before, id, change));
  }, []);
  useWatchers(frames, update, note);

  const cancel = async (asked: string) => {
    const id = answered.current.get(asked) ?? asked;
    note(id, { cancelAsked: true });
    if (id.startsWith(expectedPrefix)) {
      tooEarly.current.add(id);
      return;
    }
    try {
      update(await cancelJob(id));
    } catch {
      note(id, { cancelAsked: false });
    }
  };

  return {
    frames,
    older,
    add: (frame) => {
      setFrames((before) =>
        before.some(({ job }) => job.id === frame.job.id) ? before : [frame, ...before],
      );
    },
    confirm: (expectedId, job) => {
      answered.current.set(expectedId, job.id);
      setFrames((before) => {
        const shown = before.find((frame) => frame.job.id === expectedId);
        const others = before.filter(({ job: { id } }) => id !== expectedId && id !== job.id);
        return [{ ...(shown ?? frameOf(job)), job }, ...others];
      });
      if (tooEarly.current.delete(expectedId)) void cancel(job.id);
    },
    drop: (id) => {
      setFrames((before) => before.filter((frame) => frame.job.id !== id));
    },
    cancel,
  };
}

function useWatchers(
  frames: readonly Frame[],
  onJob: (job: JobResource) => void,
  note: (...note: Note) => void,
): void {
  const { report, pause } = useConnection();
  const { refresh } = useBalance();
  const watched = useRef(new Map<string, AbortController>());
  const live = frames
    .filter((frame) => !hasEnded(frame.job.status) && !isExpected(frame))
    .map((frame) => frame.job.id)
    .join(' ');

  const tools = useRef({ report, pause, refresh, onJob, note });
  useEffect(() => {
    tools.current = { report, pause, refresh, onJob, note };
  });

  useEffect(() => {
    const wanted = new Set(live.split(' ').filter(Boolean));
    for (const id of wanted) {
      if (watched.current.has(id)) continue;
      const controller = new AbortController();
      watched.current.set(id, controller);
      let held: number | null = null;
      void watchJob(id, {
        signal: controller.signal,
        onAnswer: (answered) => {
          tools.current.report(answered);
        },
        onJob: (job) => {
          tools.current.onJob(job);
          if (job.credits.held !== held || hasEnded(job.status)) void tools.current.refresh();
          held = job.credits.held;
        },
        onProblem: (problem) => {
          tools.current.note(id, { problem });
        },
        pause: (ms, signal) => tools.current.pause(ms, signal),
      });
    }
    for (const [id, controller] of watched.current) {
      if (wanted.has(id)) continue;
      controller.abort();
      watched.current.delete(id);
    }
  }, [live]);

  useEffect(() => {
    const all = watched.current;
    return () => {
      for (const controller of all.values()) controller.abort();
      all.clear();
    };
  }, []);
}

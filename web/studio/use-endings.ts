import { useEffect, useRef, useState } from 'react';
import { hasEnded } from '../../domain/job-status.ts';
import type { Frame } from '../jobs/frame.ts';

const idOf = ({ job }: Frame): string => job.id;

/** What has ended while this page was open. */
export interface Endings {
  /** Not on the stage, and not read of yet; newest last. */
  readonly elsewhere: readonly Frame[];
  /** The last one that ended while nobody looked at the page; null once somebody does. */
  readonly unseen: Frame | null;
  dismiss: (id: string) => void;
}

/** Notices the end of jobs that were under way, wherever they are shown. */
export function useEndings(frames: readonly Frame[], shownId: string | undefined): Endings {
  const [ended, setEnded] = useState<readonly Frame[]>([]);
  const [unseen, setUnseen] = useState<Frame | null>(null);
  const open = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    // A frame keeps its key when the answer comes, which may know of the end already.
    const news = frames.filter(({ job, key }) => hasEnded(job.status) && open.current.has(key));
    open.current = new Set(frames.filter(({ job }) => !hasEnded(job.status)).map(({ key }) => key));
    if (news.length === 0) return;
    setEnded((before) => [...before, ...news.filter((frame) => idOf(frame) !== shownId)]);
    if (document.hidden) setUnseen(news[0] ?? null);
  }, [frames, shownId]);
  useEffect(() => {
    const look = () => {
      if (!document.hidden) setUnseen(null);
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return {
    elsewhere: ended.filter((frame) => idOf(frame) !== shownId),
    unseen,
    dismiss: (id) => {
      setEnded((before) => before.filter((frame) => idOf(frame) !== id));
    },
  };
}

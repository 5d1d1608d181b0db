import {
  Ban,
  Check,
  CircleQuestionMark,
  Hourglass,
  LoaderCircle,
  TriangleAlert,
  Undo2,
  WifiOff,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../ui/badge.tsx';
import type { Frame } from './frame.ts';
import { statusOf, type StatusKey } from './job-words.ts';

const icons: Record<StatusKey, ReactNode> = {
  queued: <Hourglass size={14} aria-hidden />,
  running: <span className="pulse size-2 rounded-full" aria-hidden />,
  canceling: <LoaderCircle size={14} aria-hidden />,
  succeeded: <Check size={14} aria-hidden />,
  failed: <TriangleAlert size={14} aria-hidden />,
  canceled: <Ban size={14} aria-hidden />,
  expired: <Hourglass size={14} aria-hidden />,
  refunded: <Undo2 size={14} aria-hidden />,
  sending: <LoaderCircle size={14} aria-hidden />,
  unsent: <WifiOff size={14} aria-hidden />,
  unanswered: <CircleQuestionMark size={14} aria-hidden />,
  unknown: <CircleQuestionMark size={14} aria-hidden />,
};

/** A job's state in an icon, a word and a colour. */
export function StatusBadge({ frame }: { frame: Frame }) {
  const { t } = useTranslation('jobs');
  const { tone, key } = statusOf(frame);
  return (
    <Badge tone={tone} icon={icons[key]}>
      {t(`status.${key}`)}
    </Badge>
  );
}

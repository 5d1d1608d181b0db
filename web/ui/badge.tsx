import type { ReactNode } from 'react';

const tones = {
  plain: 'bg-raised text-text-2',
  ok: 'bg-ok-soft text-ok',
  bad: 'bg-bad-soft text-bad',
  warn: 'bg-warn-soft text-warn',
  info: 'bg-info-soft text-info',
  live: 'bg-shutter-soft text-shutter-text',
} as const;

export type Tone = keyof typeof tones;

/** A state in an icon, a word and a colour. */
export function Badge({
  tone,
  icon,
  children,
}: {
  tone: Tone;
  icon: ReactNode;
  children: ReactNode;
}) {
  return (
    <span
      className={`inline-flex min-h-5.5 flex-none items-center gap-1.5 rounded-badge px-2 text-meta font-medium whitespace-nowrap ${tones[tone]}`}
    >
      {icon}
      {children}
    </span>
  );
}

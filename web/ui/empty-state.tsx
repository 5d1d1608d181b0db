import type { ReactNode } from 'react';
import { CropMarks } from './crop-marks.tsx';

/** Where something will be: what it is, why there is none yet, and the one thing to do. */
export function EmptyState(props: {
  heading: string;
  level?: 2 | 3;
  lead?: ReactNode;
  /** A real photo, or an icon where a photo would say nothing. */
  picture?: ReactNode;
  icon?: ReactNode;
  action?: ReactNode;
  /** In a card or table that has a ground of its own. */
  inside?: boolean;
}) {
  const Heading = `h${props.level ?? 2}` as const;
  const ground = props.inside ? 'py-10' : 'rounded-card bg-stage py-14';
  return (
    <div className={`relative grid justify-items-center px-8 text-center ${ground}`}>
      {!props.inside && <CropMarks inside />}
      {props.picture && (
        <div className="relative mb-7">
          <CropMarks />
          {props.picture}
        </div>
      )}
      {props.icon && (
        <span aria-hidden className="mb-3 text-text-2">
          {props.icon}
        </span>
      )}
      <Heading className="text-card font-semibold break-words">{props.heading}</Heading>
      {props.lead && <p className="mt-1.5 max-w-[44ch] text-text-2">{props.lead}</p>}
      {props.action && (
        <div className="mt-5 flex flex-wrap justify-center gap-2">{props.action}</div>
      )}
    </div>
  );
}

import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** A failure that stays until it is read: what it cost as far as that is known, why, what next, and the id to give us. */
export function FailureCard(props: {
  title: string;
  cause: string;
  /** The id to give us. */
  reference: string;
  children?: ReactNode;
}) {
  return (
    <div role="alert" className="m-4 rounded-card bg-bad-soft p-4 lg:m-5">
      <p className="flex gap-2 font-semibold text-bad">
        <TriangleAlert size={18} aria-hidden className="mt-px" />
        {props.title}
      </p>
      <p className="mt-1.5 text-text">{props.cause}</p>
      {props.children && <div className="mt-3 flex flex-wrap gap-2">{props.children}</div>}
      {props.reference && (
        <p className="mt-2 font-mono text-edge break-all text-text-2">{props.reference}</p>
      )}
    </div>
  );
}

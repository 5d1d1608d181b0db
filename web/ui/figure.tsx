import { ArrowDown, ArrowUp, Minus } from 'lucide-react';
import type { ReactNode } from 'react';

const directions = { up: ArrowUp, down: ArrowDown, flat: Minus } as const;
const tones = { plain: 'text-text-2', ok: 'text-ok', bad: 'text-bad' } as const;

/** Figures that belong together, side by side. */
export function FigureList(props: { busy?: boolean; children: ReactNode }) {
  return (
    <dl
      aria-busy={props.busy}
      className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none"
    >
      {props.children}
    </dl>
  );
}

/** One number large, with what it counts and how it moved. Texts come ready: money is never formatted here. */
export function Figure(props: {
  label: string;
  /** Text, or a link to the lines that add up to it. */
  value: ReactNode;
  unit?: string;
  /** Held, not yet spent: the orange hatch. */
  held?: boolean;
  /** The text has the sign in it; arrow and colour only repeat it. */
  delta?: { text: string; direction: keyof typeof directions; tone: keyof typeof tones };
  note?: ReactNode;
  /** Keeps the place of a value that is on its way. */
  loading?: boolean;
}) {
  const Arrow = directions[props.delta?.direction ?? 'flat'];
  return (
    <div className="min-w-0 bg-surface px-4 py-3.5 max-lg:last:odd:col-span-2 lg:px-5 lg:py-4">
      <dt className="flex items-center gap-2 text-meta text-text-2">
        {props.held && <span aria-hidden className="hatch h-3.5 w-2.5 flex-none rounded-[2px]" />}
        {props.label}
      </dt>
      <dd className="mt-0.5">
        {props.loading ? (
          <span className="my-1.5 block h-4 w-20 rounded-badge bg-active" />
        ) : (
          <span className="font-display text-figure font-semibold break-words">
            {props.value}
            {props.unit && (
              <span className="ml-1.5 font-sans text-dense font-normal tracking-normal text-text-2">
                {props.unit}
              </span>
            )}
          </span>
        )}
        {props.delta && !props.loading && (
          <span className={`mt-1 flex items-center gap-1 text-meta ${tones[props.delta.tone]}`}>
            <Arrow size={14} aria-hidden />
            {props.delta.text}
          </span>
        )}
        {props.note && <span className="mt-1 block text-meta text-text-2">{props.note}</span>}
      </dd>
    </div>
  );
}

import { type ReactNode, useId } from 'react';

const tones = {
  plain: { card: 'border-line bg-surface', heading: '' },
  ok: { card: 'border-transparent bg-ok-soft', heading: 'text-ok' },
  warn: { card: 'border-transparent bg-warn-soft', heading: 'text-warn' },
  bad: { card: 'border-transparent bg-bad-soft', heading: 'text-bad' },
  info: { card: 'border-transparent bg-info-soft', heading: 'text-info' },
  live: { card: 'border-transparent bg-shutter-soft', heading: 'text-shutter-text' },
} as const;

/** A named region: heading and actions over a line, what it holds, and what can be done about it. */
export function Card(props: {
  heading: string;
  level?: 2 | 3;
  /** One word's worth of explanation beside the heading. */
  aside?: ReactNode;
  icon?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  tone?: keyof typeof tones;
  /** Without padding: for a table or a list that reaches from edge to edge. */
  flush?: boolean;
  children?: ReactNode;
}) {
  const id = useId();
  const Heading = `h${props.level ?? 2}` as const;
  const tone = tones[props.tone ?? 'plain'];
  const divided = tone === tones.plain;
  const padding = divided ? 'p-4 lg:p-5' : 'px-4 pb-4 lg:px-5 lg:pb-5';
  return (
    <section
      aria-labelledby={id}
      className={`min-w-0 overflow-clip rounded-card border ${tone.card}`}
    >
      <div
        className={`flex flex-wrap items-center gap-x-3 gap-y-1 px-4 lg:px-5 ${divided ? 'min-h-13 border-line py-1.5 not-last:border-b' : 'pt-3.5 pb-1.5'}`}
      >
        <div className={`flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3 ${tone.heading}`}>
          <Heading id={id} className="flex min-w-0 gap-2 text-card font-semibold break-words">
            {props.icon && (
              <span aria-hidden className="mt-px flex-none">
                {props.icon}
              </span>
            )}
            {props.heading}
          </Heading>
          {props.aside && <span className="text-meta text-text-2">{props.aside}</span>}
        </div>
        {props.actions && <div className="-mr-2 flex flex-none gap-1">{props.actions}</div>}
      </div>
      {props.children && <div className={props.flush ? '' : padding}>{props.children}</div>}
      {props.footer && (
        <div
          className={`flex flex-wrap items-center gap-2 px-4 lg:px-5 ${divided ? 'border-t border-line py-3' : 'pb-4 lg:pb-5'}`}
        >
          {props.footer}
        </div>
      )}
    </section>
  );
}

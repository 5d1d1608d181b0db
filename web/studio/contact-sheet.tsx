import type { KeyboardEvent } from 'react';
import type { OperationResource } from '../../api/operations/resource.ts';
import type { Frame } from '../jobs/frame.ts';
import type { Older } from '../jobs/use-history.ts';
import { useWords } from '../i18n/use-words.ts';
import { button } from '../ui/controls/button.ts';
import { SheetFrame } from './sheet-frame.tsx';
import { useCauses } from '../problems/cause-words.ts';

/** The history as a strip of frames, newest at the left; arrows move along it. */
export function ContactSheet(props: {
  frames: readonly Frame[];
  older: Older;
  operations: readonly OperationResource[];
  /** The id of the job on the stage. */
  shown: string | undefined;
  onShow: (jobId: string) => void;
}) {
  const { t, format } = useWords('studio');
  const { causeOfError } = useCauses();
  const { frames } = props;
  const { hasMore, problem, more } = props.older;
  const count = frames.length;
  return (
    <section
      aria-labelledby="sheet-title"
      className="min-w-0 border-t border-line px-4 pt-3 pb-3.5 lg:col-start-2 lg:row-start-2 lg:px-5"
    >
      <div className="mb-2 flex min-h-8 items-center gap-3">
        <h2 id="sheet-title" className="text-dense font-semibold">
          {t('sheet.title')}
        </h2>
        {count > 0 && !hasMore && (
          <span className="text-meta text-text-2">
            {t('sheet.count', { count, n: format.number(count) })}
          </span>
        )}
        <span className="grow" />
        {problem && (
          <span role="alert" className="text-meta text-bad">
            {causeOfError(problem).text}
          </span>
        )}
        {hasMore && (
          <button type="button" className={button.ghost} onClick={more}>
            {t('sheet.more')}
          </button>
        )}
      </div>
      {count === 0 ? (
        <p className="flex h-[103px] items-center text-text-3">{t('sheet.empty')}</p>
      ) : (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows only move between the buttons inside
        <ul
          onKeyDown={moveFocus}
          className="-mx-1 flex gap-2.5 overflow-x-auto px-1 pt-1 pb-1 [scrollbar-width:thin]"
        >
          {frames.map((frame, index) => (
            <SheetFrame
              key={frame.job.id}
              frame={frame}
              number={hasMore ? null : count - index}
              operations={props.operations}
              selected={props.shown === frame.job.id}
              onShow={() => {
                props.onShow(frame.job.id);
              }}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((each) => each === document.activeElement);
  const next = buttons[at + (event.key === 'ArrowRight' ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

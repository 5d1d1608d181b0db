import { useState } from 'react';
import type { OperationResource } from '../../api/operations/resource.ts';
import type { Frame } from '../jobs/frame.ts';
import type { Older } from '../jobs/use-history.ts';
import { useWords } from '../i18n/use-words.ts';
import { button } from '../ui/controls/button.ts';
import { SheetFrame, useSheetWords } from './sheet-frame.tsx';
import { useCauses } from '../problems/cause-words.ts';
import { useRovingStop } from './use-roving-stop.ts';

/** The history as a strip of frames, newest at the left; one stop of the tab key, arrows move along it. */
export function ContactSheet(props: {
  frames: readonly Frame[];
  older: Older;
  operations: readonly OperationResource[];
  /** The id of the job on the stage. */
  shown: string | undefined;
  onShow: (jobId: string) => void;
}) {
  const { frames, operations, shown, onShow } = props;
  const [known, setKnown] = useState<number | null>(null);
  const words = useSheetWords();
  const stop = useRovingStop(
    frames.map(({ key }) => key),
    frames.find(({ job }) => job.id === shown)?.key,
  );
  const count = frames.length;
  return (
    <section
      aria-labelledby="sheet-title"
      className="min-w-0 border-t border-line px-4 pt-3 pb-3.5 lg:col-start-2 lg:row-start-2 lg:px-5 print:hidden"
    >
      <SheetHead
        count={count}
        added={known === null ? 0 : count - known}
        older={props.older}
        onMore={() => {
          setKnown(count);
          props.older.more();
        }}
      />
      {count === 0 ? (
        <p className="flex h-26 items-center text-text-3">{words.t('sheet.empty')}</p>
      ) : (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows only move between the buttons inside
        <ul
          onKeyDown={stop.onKeyDown}
          className="-mx-1 flex gap-2.5 overflow-x-auto px-1 pt-1 pb-1 [scrollbar-width:thin]"
        >
          {frames.map((frame, index) => (
            <SheetFrame
              key={frame.key}
              words={words}
              frame={frame}
              number={props.older.hasMore ? null : count - index}
              operations={operations}
              selected={shown === frame.job.id}
              isStop={stop.at === frame.key}
              isHeir={index === known}
              onFocus={() => {
                stop.moveTo(frame.key);
              }}
              onShow={() => {
                onShow(frame.job.id);
              }}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function SheetHead(props: { count: number; added: number; older: Older; onMore: () => void }) {
  const { t, format } = useWords('studio');
  const { causeOfError } = useCauses();
  const { count, added } = props;
  const { hasMore, problem } = props.older;
  return (
    <div className="mb-2 flex min-h-8 items-center gap-3">
      <h2 id="sheet-title" className="text-dense font-semibold">
        {t('sheet.title')}
      </h2>
      {count > 0 && !hasMore && (
        <span className="text-meta text-text-2">
          {t('sheet.count', { count, n: format.number(count) })}
        </span>
      )}
      <span role="status" className="sr-only">
        {added > 0 && t('sheet.added', { count: added, n: format.number(added) })}
      </span>
      <span className="grow" />
      {problem && (
        <span role="alert" className="text-meta text-bad">
          {causeOfError(problem).text}
        </span>
      )}
      {hasMore && (
        <button type="button" className={button.ghost} onClick={props.onMore}>
          {t('sheet.more')}
        </button>
      )}
    </div>
  );
}

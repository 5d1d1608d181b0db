import { useDeferredValue, useMemo } from 'react';
import { isHeld } from '../../../operations/design/letters.ts';
import { isUnprintable, printedWords } from '../../../operations/design/printed-words.ts';
import { useWords } from '../../i18n/use-words.ts';

/** The words of a design as they will be printed, and what cannot be, before anything is paid. */
export function PrintedNote(props: { prompt: unknown; style: unknown }) {
  const { t } = useWords('operations');
  const prompt = useDeferredValue(typeof props.prompt === 'string' ? props.prompt : '');
  const style = String(props.style);
  const words = useMemo(() => printedWords(prompt, style, isHeld), [prompt, style]);
  if (prompt.trim() === '') return null;
  const { title, details, unprinted } = words;
  return (
    <div className="mt-2 border-l-2 border-line-strong pl-3">
      <p className="text-meta text-text-3">{t('form.printed')}</p>
      {title === '' ? (
        <p className={`text-dense ${isUnprintable(words) ? 'text-bad' : 'text-text-2'}`}>
          {t(isUnprintable(words) ? 'form.allUnprinted' : 'form.nothingPrinted')}
        </p>
      ) : (
        <p
          dir="auto"
          className="max-h-24 overflow-y-auto font-medium break-words whitespace-pre-line"
        >
          {title}
        </p>
      )}
      {details.map((detail, i) => (
        <p key={i} dir="auto" className="text-dense break-words text-text-2">
          {detail}
        </p>
      ))}
      <p role="status" dir="auto" className="text-meta break-words text-bad">
        {unprinted.length > 0 && t('form.unprinted', { words: unprinted.join(' ') })}
      </p>
    </div>
  );
}

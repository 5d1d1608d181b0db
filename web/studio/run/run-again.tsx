import { RotateCcw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { button } from '../../ui/controls/button.ts';

/**
 * Puts an ended job's input back into the form, where the shutter names the price. What was drawn by a seed is drawn by a new
 * one, unless the same is asked for.
 */
export function RunAgain(props: {
  onRunAgain: () => void;
  /** What the job was drawn by, if by anything. */
  seed?: unknown;
  onSameSeed?: (seed: number) => void;
}) {
  const { t } = useTranslation('studio');
  const { seed, onSameSeed } = props;
  return (
    <>
      <button type="button" className={button.neutral} onClick={props.onRunAgain}>
        <RotateCcw size={16} aria-hidden />
        {t('run.runAgain')}
      </button>
      {typeof seed === 'number' && onSameSeed && (
        <button
          type="button"
          className={button.neutral}
          title={t('run.sameSeedHint')}
          onClick={() => {
            onSameSeed(seed);
          }}
        >
          {t('run.sameSeed')}
        </button>
      )}
    </>
  );
}

/** Says above the form where its settings came from, and takes the focus from the button that is gone. */
export function Refilled({ refills }: { refills: number }) {
  const { t } = useTranslation('studio');
  const note = useRef<HTMLParagraphElement>(null);
  // Not the shutter: a key that is held down would press it.
  useEffect(() => {
    note.current?.focus();
  }, [refills]);
  if (refills === 0) return null;
  return (
    <p
      ref={note}
      tabIndex={-1}
      className="mb-4 flex gap-2 rounded-control bg-info-soft px-3 py-2 text-dense text-info"
    >
      <RotateCcw size={16} aria-hidden className="mt-px flex-none" />
      {t('run.refilled')}
    </p>
  );
}

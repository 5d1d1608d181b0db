import { useTranslation } from 'react-i18next';
import { button } from '../ui/controls/button.ts';
import { type Frame, isCanceling } from './frame.ts';

/** Cancels the job; says so on the click, before the server has answered. */
export function CancelButton({
  frame,
  onCancel,
  withKey = false,
}: {
  frame: Frame;
  onCancel: () => void;
  /** Esc does the same here. */
  withKey?: boolean;
}) {
  const { t } = useTranslation('jobs');
  const canceling = isCanceling(frame);
  return (
    <button
      type="button"
      className={button.neutral}
      aria-disabled={canceling || undefined}
      onClick={() => {
        if (!canceling) onCancel();
      }}
    >
      {canceling ? t('steps.canceling') : t('steps.cancel')}
      {withKey && !canceling && (
        <kbd className="rounded-badge border border-line bg-bg px-1.5 font-mono text-edge text-text-2 max-xl:hidden">
          Esc
        </kbd>
      )}
    </button>
  );
}

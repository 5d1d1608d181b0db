import { useWords } from '../i18n/use-words.ts';
import { button } from '../ui/controls/button.ts';
import type { Upload } from './use-picture.ts';

/** How far the upload is, and the way to stop it. */
export function UploadProgress(props: { upload: Upload; total: number; onStop: () => void }) {
  const { t, format } = useWords('assets');
  const { upload, total } = props;
  const sent = format.bytes(upload.sentBytes);
  return (
    <div className="absolute inset-x-4 bottom-4 mx-auto max-w-md rounded-card border border-line bg-surface p-4 shadow-float">
      <p className="text-card font-semibold">{t('upload.title')}</p>
      <p className="mt-1 mb-3 text-text-2">
        {t('upload.progress', { sent, total: format.bytes(total) })}
      </p>
      <progress
        className="bar"
        aria-label={t('upload.title')}
        value={upload.sentBytes}
        max={total}
      />
      <p className="mt-3 text-meta text-text-2">{t('upload.nothingHeld')}</p>
      <button type="button" className={`${button.neutral} mt-3`} onClick={props.onStop}>
        {t('upload.stop')}
      </button>
    </div>
  );
}

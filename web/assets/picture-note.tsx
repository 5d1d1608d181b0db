import { TriangleAlert } from 'lucide-react';
import { megapixelsMax } from '../../domain/limits.ts';
import { useWords } from '../i18n/use-words.ts';
import { definiteProblem } from '../problems/problem-error.ts';
import { button } from '../ui/controls/button.ts';
import type { Picture } from './use-picture.ts';
import { useCauses } from '../problems/cause-words.ts';

/** Why a file was not taken, or why its upload failed, and the way out. */
export function PictureNote({ picture }: { picture: Picture }) {
  const { t, format } = useWords('assets');
  const { causeOfError } = useCauses();
  const { unusable, failure } = picture;
  if (!unusable && !failure) return null;
  const words = unusable
    ? unusable.code === 'size'
      ? t('unusable.size', { size: format.bytes(unusable.bytes) })
      : unusable.code === 'pixels'
        ? t('unusable.pixels', {
            size: format.number(unusable.megapixels),
            most: format.number(megapixelsMax),
          })
        : unusable.code === 'side'
          ? t('unusable.side', { count: unusable.pixels })
          : t(`unusable.${unusable.code}`)
    : causeOfError(failure).text;
  return (
    <div role="alert" className="rounded-control bg-bad-soft px-3 py-2 text-left text-bad">
      <p className="flex gap-2">
        <TriangleAlert size={18} aria-hidden className="mt-px flex-none" />
        {words}
      </p>
      {!unusable && !definiteProblem(failure) && (
        <button type="button" className={`${button.neutral} mt-2`} onClick={picture.retry}>
          {t('upload.retry')}
        </button>
      )}
    </div>
  );
}

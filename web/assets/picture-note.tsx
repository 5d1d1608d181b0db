import { TriangleAlert } from 'lucide-react';
import { useWords } from '../i18n/use-words.ts';
import type { PictureState } from './use-picture.ts';
import { useCauses } from '../problems/cause-words.ts';

/** Why a file was not taken, or why its upload failed. */
export function PictureNote({ picture }: { picture: PictureState }) {
  const { t, format } = useWords('assets');
  const { causeOfError } = useCauses();
  const { unusable, failure } = picture;
  if (!unusable && !failure) return null;
  const words = unusable
    ? unusable.code === 'size'
      ? t('unusable.size', { size: format.bytes(unusable.bytes) })
      : unusable.code === 'pixels'
        ? t('unusable.pixels', { count: unusable.megapixels })
        : unusable.code === 'side'
          ? t('unusable.side', { count: unusable.pixels })
          : t(`unusable.${unusable.code}`)
    : causeOfError(failure).text;
  return (
    <p role="alert" className="flex gap-2 rounded-control bg-bad-soft px-3 py-2 text-left text-bad">
      <TriangleAlert size={18} aria-hidden className="mt-px" />
      {words}
    </p>
  );
}

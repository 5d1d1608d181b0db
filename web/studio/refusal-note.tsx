import { TriangleAlert } from 'lucide-react';
import { useWords } from '../i18n/use-words.ts';
import { causeOfFailure } from './job-words.ts';
import type { Studio } from './use-studio.ts';

/** Why a file was not taken, or why its upload failed. */
export function RefusalNote({ studio }: { studio: Studio }) {
  const { t, format } = useWords();
  const { refusal, failure } = studio.picture;
  if (!refusal && !failure) return null;
  const words = refusal
    ? refusal.code === 'size'
      ? t('refusal.size', { size: format.bytes(refusal.bytes) })
      : refusal.code === 'pixels'
        ? t('refusal.pixels', { count: refusal.megapixels })
        : t(`refusal.${refusal.code}`)
    : causeOfFailure(t, failure).text;
  return (
    <p role="alert" className="flex gap-2 rounded-control bg-bad-soft px-3 py-2 text-left text-bad">
      <TriangleAlert size={18} aria-hidden className="mt-px" />
      {words}
    </p>
  );
}

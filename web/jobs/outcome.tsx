import type { Frame } from './frame.ts';
import { useOutcomeWords } from './use-outcome-words.ts';

/** One sentence at the end. What is left is today's, and stands in the header; a failure has a card of its own. */
export function Outcome({ frame }: { frame: Frame }) {
  const words = useOutcomeWords();
  const failed = frame.job.status === 'failed' || frame.job.status === 'expired';
  const sentence = failed ? null : words(frame);
  return sentence && <p className="mt-2 text-dense text-text-2">{sentence}</p>;
}

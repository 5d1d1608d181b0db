import { meaningOf } from '../../../operations/design/meaning.ts';
import type { MotifName } from '../../../operations/design/motif-words.ts';
import { createColorFilter } from './unwanted.ts';

/** What a prompt asks to draw, as far as words tell. */
export interface Brief {
  /** Asked for by name or by theme, most telling first. */
  readonly motifs: readonly MotifName[];
  /** Hex; named in the prompt, else those of its theme. */
  readonly colors: readonly string[];
  /** Named in the negative prompt. */
  readonly unwantedMotifs: readonly MotifName[];
  readonly unwantedColors: readonly string[];
}

/** Reads a prompt; what the negative prompt names is dropped. */
export function readBrief(prompt: string, negative: string): Brief {
  const asked = meaningOf(prompt);
  const { motifs: unwantedMotifs, colors: unwantedColors } = meaningOf(negative);
  const filter = createColorFilter(unwantedColors);
  const named = filter.asked(asked.colors);
  return {
    motifs: asked.motifs.filter((motif) => !unwantedMotifs.includes(motif)),
    colors: named.length > 0 ? named : filter.own(asked.implied),
    unwantedMotifs,
    unwantedColors,
  };
}

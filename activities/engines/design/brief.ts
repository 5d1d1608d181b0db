import { meaningOf } from '../../../operations/design/meaning.ts';
import type { MotifName } from '../../../operations/design/motif-words.ts';
import { createColorFilter } from './unwanted.ts';

/** What a prompt asks to draw, as far as words tell. */
export interface Brief {
  /** Asked for by name or by theme, most telling first. */
  readonly motifs: readonly MotifName[];
  /** So many of them, from the first on, are asked for each by a word of its own. */
  readonly named: number;
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
  const isWanted = (motif: MotifName) => !unwantedMotifs.includes(motif);
  return {
    motifs: asked.motifs.filter(isWanted),
    named: asked.motifs.slice(0, asked.named).filter(isWanted).length,
    colors: named.length > 0 ? named : filter.own(asked.implied),
    unwantedMotifs,
    unwantedColors,
  };
}

import type { Random } from '../random.ts';
import { composeArcs } from './arcs.ts';
import type { Layout } from './drawing.ts';
import { composeEmblem } from './emblem.ts';
import { composeGiant } from './giant.ts';
import { composeLabel } from './label.ts';
import { composePoster } from './poster.ts';
import { composeQuilt } from './quilt.ts';
import { composeScene } from './scene.ts';
import { composeWreath } from './wreath.ts';

/** Every layout family: each divides the page in its own way. */
export const families = {
  scene: composeScene,
  emblem: composeEmblem,
  poster: composePoster,
  quilt: composeQuilt,
  label: composeLabel,
  giant: composeGiant,
  wreath: composeWreath,
  arcs: composeArcs,
} as const satisfies Record<string, Layout>;

export type Family = keyof typeof families;

/** Those that look unfinished without words, or without motifs. */
const needWords: readonly Family[] = ['poster', 'label', 'wreath'];
const needMotifs: readonly Family[] = ['label', 'giant', 'wreath', 'emblem'];

/** How many motifs a family surely shows; the others repeat as many as there are. */
const shows: Partial<Record<Family, number>> = {
  scene: 1,
  emblem: 1,
  arcs: 2,
  giant: 4,
  poster: 5,
};

/**
 * The families in the order in which to try them: shuffled by style and format, then begun at the seed's place, so that
 * the next seed's design is of another family and every family comes round.
 */
export function familiesFor(
  wanted: { readonly hasWords: boolean; readonly hasMotifs: boolean; readonly named: number },
  seed: number,
  shuffle: Random,
): readonly Family[] {
  const suited = (Object.keys(families) as Family[]).filter(
    (family) =>
      (wanted.hasWords || !needWords.includes(family)) &&
      (wanted.hasMotifs || !needMotifs.includes(family)) &&
      wanted.named <= (shows[family] ?? Infinity),
  );
  const order = suited
    .map((family) => ({ family, at: shuffle.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ family }) => family);
  const start = seed % order.length;
  return [...order.slice(start), ...order.slice(0, start)];
}

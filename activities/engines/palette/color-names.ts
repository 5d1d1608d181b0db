import { colornames } from 'color-name-list/bestof';
import { distanceSquared, labOf, rgbOf, type Lab, type Rgb } from './color-space.ts';
import { createFrenchNamer } from './french-names.ts';

interface NamedColor {
  readonly name: string;
  readonly lab: Lab;
}

/** The best known name of a colour in English, the nearest one in OKLab, and one in French (`french-names.ts`). */
export type ColorNamer = (rgb: Rgb) => { en: string; fr: string };

/** Reads both dictionaries once. */
export function createColorNamer(): ColorNamer {
  const english = colornames.map(({ name, hex }) => ({ name, lab: labOf(rgbOf(hex)) }));
  const frenchNameOf = createFrenchNamer();
  return (rgb) => {
    const lab = labOf(rgb);
    return { en: nearest(english, lab), fr: frenchNameOf(lab) };
  };
}

function nearest(colors: readonly NamedColor[], lab: Lab): string {
  let best = { name: '', distance: Infinity };
  for (const color of colors) {
    const distance = distanceSquared(color.lab, lab);
    if (distance < best.distance) best = { name: color.name, distance };
  }
  return best.name;
}

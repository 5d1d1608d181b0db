import { labOf, rgbOf, type Lab } from './color-space.ts';
import { frenchColors } from './french-colors.ts';

/** Below this chroma a colour is called a grey, white or black. */
const greyChromaMax = 0.03;
/** How far a word's own colour may be from that which it names. */
const faithful = { hueDegrees: 15, lightness: 0.09, chroma: 0.1, tint: 0.01 } as const;
/** People call two lightnesses of one hue alike sooner than two hues of one lightness. */
const hueWeight = 4;

/**
 * Names colours in French: by the word whose own colour is nearest when a difference of hue counts double, and where none
 * has about the same hue and lightness, by the plain name of its hue with how light and how grey it is.
 */
export function createFrenchNamer(): (lab: Lab) => string {
  const words = Object.entries(frenchColors).map(([hex, name]) => ({
    name,
    ...polar(labOf(rgbOf(hex))),
  }));
  return (lab) => {
    const color = polar(lab);
    const grey = color.chroma < greyChromaMax;
    let best = { name: null as string | null, distance: Infinity };
    for (const word of words) {
      const distance = distanceOf(word, color);
      if (distance >= best.distance || !isFaithful(word, color, grey)) continue;
      best = { name: word.name, distance };
    }
    return best.name ?? plainName(color);
  };
}

/** OKLCH; the hue in degrees. */
interface Polar {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
}

function polar([lightness, a, b]: Lab): Polar {
  const hue = ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
  return { lightness, chroma: Math.hypot(a, b), hue };
}

function degreesBetween(a: Polar, b: Polar): number {
  const difference = Math.abs(a.hue - b.hue);
  return Math.min(difference, 360 - difference);
}

function distanceOf(a: Polar, b: Polar): number {
  const hue = 2 * Math.sqrt(a.chroma * b.chroma) * Math.sin((degreesBetween(a, b) * Math.PI) / 360);
  return (a.lightness - b.lightness) ** 2 + (a.chroma - b.chroma) ** 2 + hueWeight * hue ** 2;
}

function isFaithful(word: Polar, color: Polar, grey: boolean): boolean {
  if (Math.abs(word.lightness - color.lightness) > faithful.lightness) return false;
  if (grey) return word.chroma < color.chroma + faithful.tint;
  if (word.chroma < greyChromaMax) return false;
  return (
    Math.abs(word.chroma - color.chroma) <= faithful.chroma &&
    degreesBetween(word, color) <= faithful.hueDegrees
  );
}

/** Up to which hue a family goes, and its name where it is light, of middle lightness, and dark. */
const families: readonly (readonly [end: number, light: string, middle: string, dark: string])[] = [
  [18, 'Rose', 'Rouge rosé', 'Rouge'],
  [42, 'Rose saumon', 'Rouge', 'Rouge brun'],
  [72, 'Orange', 'Orange', 'Brun'],
  [98, 'Jaune orangé', 'Jaune orangé', 'Brun'],
  [118, 'Jaune', 'Jaune olive', 'Olive'],
  [134, 'Vert jaune', 'Vert olive', 'Vert olive'],
  [162, 'Vert', 'Vert', 'Vert'],
  [192, 'Vert bleuté', 'Vert bleuté', 'Vert bleuté'],
  [222, 'Bleu turquoise', 'Bleu turquoise', 'Bleu canard'],
  [276, 'Bleu', 'Bleu', 'Bleu'],
  [294, 'Bleu lavande', 'Bleu violacé', 'Bleu violacé'],
  [322, 'Violet', 'Violet', 'Violet'],
  [342, 'Mauve', 'Mauve', 'Pourpre'],
  [360, 'Rose', 'Rose', 'Pourpre'],
];
/** From which lightness on. */
const [light, middle] = [0.68, 0.5];
const shades: readonly (readonly [number, string])[] = [
  [0.9, 'très pâle'],
  [0.8, 'pâle'],
  [0.68, 'clair'],
  [0.5, ''],
  [0.35, 'foncé'],
  [0, 'très foncé'],
];
/** Weaker colours of middle lightness are greyish. */
const greyishChromaMax = 0.07;

function plainName({ lightness, chroma, hue }: Polar): string {
  const place = lightness >= light ? 1 : lightness >= middle ? 2 : 3;
  const family = families.find(([end]) => hue < end)?.[place] ?? '';
  const shade = shades.find(([from]) => lightness >= from)?.[1] ?? '';
  if (chroma < greyChromaMax) return ['Gris', shade].filter(Boolean).join(' ');
  const greyish = chroma < greyishChromaMax && lightness < 0.8 ? 'grisé' : '';
  return [family, greyish, shade].filter(Boolean).join(' ');
}

/** A font family of an npm package at one weight (100–900). */
export interface Face {
  readonly package: string;
  readonly weight: number;
}

/** How a style looks where its own font ends. */
type Kind = 'sans' | 'serif' | 'rounded' | 'condensed';

const fixed = (family: string, weight: number): Face => ({
  package: `@fontsource/${family}`,
  weight,
});
const flexible =
  (...families: string[]) =>
  (weight: number): Face[] =>
    families.map((family) => ({ package: `@fontsource-variable/${family}`, weight }));

const sans = flexible(
  'noto-sans',
  'heebo',
  'cairo',
  'noto-sans-arabic',
  'noto-sans-thai',
  'noto-sans-jp',
  'noto-sans-sc',
  'noto-sans-tc',
  'noto-sans-kr',
);
const serif = flexible(
  'playfair-display',
  'noto-serif',
  'frank-ruhl-libre',
  'noto-naskh-arabic',
  'noto-serif-thai',
  'noto-serif-devanagari',
  'noto-serif-jp',
  'noto-serif-sc',
  'noto-serif-kr',
);
const rounded = flexible('nunito', 'comfortaa', 'baloo-bhaijaan-2', 'baloo-2');
const condensed = flexible('sofia-sans-extra-condensed');

/** Emoji in one colour. */
export const emojiFaces: readonly Face[] = flexible('noto-emoji')(700);

/** What has no style: arrows, stars, notes, signs of mathematics. */
const symbols = [fixed('noto-sans-symbols-2', 400), fixed('noto-sans-math', 400)];

/** Families by likeness, the likest first; each list holds every letter that any of them holds. */
const fallbacks: Readonly<Record<Kind, (weight: number) => readonly Face[]>> = {
  sans: (weight) => [...sans(weight), ...serif(weight)],
  serif: (weight) => [...serif(weight), ...sans(weight)],
  rounded: (weight) => [
    fixed('fredoka', 600),
    ...rounded(weight),
    fixed('itim', 400),
    fixed('mochiy-pop-one', 400),
    fixed('jua', 400),
    ...sans(weight),
    ...serif(weight),
  ],
  condensed: (weight) => [...condensed(weight), ...sans(weight), ...serif(weight)],
};

/** A style's own font, and what stands in for it, in order. */
export interface Typeface {
  readonly own: Face;
  readonly kind: Kind;
  /** The weight of what stands in. */
  readonly weight: number;
}

/** Our typefaces by name. */
export const typefaces = {
  outfit: { own: fixed('outfit', 700), kind: 'sans', weight: 700 },
  'outfit-text': { own: fixed('outfit', 400), kind: 'sans', weight: 400 },
  abril: { own: fixed('abril-fatface', 400), kind: 'serif', weight: 900 },
  josefin: { own: fixed('josefin-sans', 600), kind: 'sans', weight: 600 },
  jost: { own: fixed('jost', 400), kind: 'sans', weight: 400 },
  anton: { own: fixed('anton', 400), kind: 'condensed', weight: 900 },
  archivo: { own: fixed('archivo', 600), kind: 'sans', weight: 600 },
  fredoka: { own: fixed('fredoka', 600), kind: 'rounded', weight: 800 },
  'fredoka-text': { own: fixed('fredoka', 500), kind: 'rounded', weight: 600 },
} as const satisfies Record<string, Typeface>;

/** The faces to ask for a letter, in order. */
export function facesOf({ own, kind, weight }: Typeface): readonly Face[] {
  return [own, ...fallbacks[kind](weight), ...symbols, ...emojiFaces];
}

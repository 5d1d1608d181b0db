import { colorWords, themes } from './color-words.ts';
import { motifWords, type MotifName } from './motif-words.ts';
import { withoutAccents, writtenWords } from './plain-words.ts';
import { quotationsIn } from './quotations.ts';

/** What words mean to a designer: what to draw, in which colours. */
export interface Meaning {
  /** Those that a word stands for alone first, then those that belong to a theme. */
  readonly motifs: readonly MotifName[];
  /** How many of them, from the first on, a word stands for alone. */
  readonly named: number;
  /** Hex; those that are named. */
  readonly colors: readonly string[];
  /** Hex; those that go without saying. */
  readonly implied: readonly string[];
}

type Language = 'en' | 'fr' | 'other';

const functionWords: readonly (readonly [Language, ReadonlySet<string>])[] = [
  [
    'en',
    new Set(
      'the a an of and or in on at for with to from by is are my our your this that it'.split(' '),
    ),
  ],
  [
    'fr',
    new Set(
      'le la les un une des du de et ou dans sur pour avec sans à au aux en est mon ma mes notre nos votre ce cette qui que d l affiche'.split(
        ' ',
      ),
    ),
  ],
  [
    'other',
    new Set(
      'der die das und für mit ein eine von zum el los las y con para por il lo gli di'.split(' '),
    ),
  ],
];

/** Function words that are another language's everyday words. */
const doubtful: ReadonlySet<string> = new Set('the a on or in an des die la'.split(' '));

/** Words that ask for something in one language only, and are everyday words of another. */
const ambiguous: ReadonlyMap<string, Language> = new Map([
  ['or', 'fr'],
  ['the', 'fr'],
  ['été', 'fr'],
  ['ete', 'fr'],
  ['mer', 'fr'],
  ['marine', 'fr'],
  ['sable', 'fr'],
  ['argent', 'fr'],
  ['brut', 'fr'],
  ['chat', 'fr'],
  ['foot', 'fr'],
  ['match', 'fr'],
  ['courge', 'fr'],
  ['espace', 'fr'],
  ['fete', 'fr'],
  ['peche', 'fr'],
  ['sale', 'fr'],
  ['spring', 'en'],
  ['present', 'en'],
  ['fair', 'en'],
  ['king', 'en'],
  ['reading', 'en'],
  ['sand', 'en'],
  ['mint', 'en'],
  ['cherry', 'en'],
  ['mar', 'other'],
  ['tee', 'other'],
  ['rot', 'other'],
  ['boot', 'other'],
  ['sole', 'other'],
  ['estate', 'other'],
  ['sol', 'other'],
  ['ola', 'other'],
  ['mela', 'other'],
  ['pez', 'other'],
  ['pastel', 'other'],
  ['corona', 'other'],
  ['vela', 'other'],
  ['globo', 'other'],
  ['regalo', 'other'],
  ['blitz', 'other'],
  ['lila', 'other'],
  ['flor', 'other'],
]);

/**
 * What a prompt asks for. Words in quotation marks are there to be printed: they count where nothing else says
 * what to draw. The prompt's language, told by its function words, decides what an ambiguous word means.
 */
export function meaningOf(prompt: string): Meaning {
  const { quoted, outside } = quotationsIn(prompt);
  const asked = meaningOfWords(outside, languageOf(prompt));
  if (asked.motifs.length > 0 || asked.implied.length > 0) return asked;
  const printed = meaningOfWords(quoted.join('\n'), languageOf(prompt));
  return { ...printed, colors: asked.colors };
}

/** Whether a word of a prompt names something to draw; as `wantedWords` wants to know. */
export function createNamesSomething(prompt: string): (word: string) => boolean {
  const language = languageOf(prompt);
  return (word) => {
    const { motifs, colors } = meaningOfWords(word, language);
    return motifs.length > 0 || colors.length > 0;
  };
}

function meaningOfWords(text: string, language: Language): Meaning {
  const asked = text
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => readingOf(word, language, text));
  const found = asked.map((is) =>
    (Object.keys(motifWords) as MotifName[]).filter((motif) => motifWords[motif].some(is)),
  );
  const named = new Set(found.filter((motifs) => motifs.length === 1).flat());
  const motifs = new Set([...named, ...found.flat()]);
  const names = [...colorWords.keys()];
  const colors = asked.flatMap((is) => {
    const name = names.find((known) => is(known));
    return name === undefined ? [] : [colorWords.get(name) ?? ''];
  });
  const theme = themes.find((candidate) => asked.some((is) => candidate.words.some(is)));
  return {
    motifs: [...motifs],
    named: named.size,
    colors: [...new Set(colors)],
    implied: theme?.colors ?? [],
  };
}

/**
 * Tells whether a written word is one that we know, or its plural. Accents count; without them a word is known only
 * in capitals, or where the whole text does without.
 */
function readingOf(written: string, language: Language, text: string): (known: string) => boolean {
  const word = written.normalize('NFC').toLowerCase();
  const bare = withoutAccents(word);
  const isBare = bare === word && (written === written.toUpperCase() || !hasAccents(text));
  const forms = new Set([word, ...singularsOf(word)]);
  return (known) => {
    if (forms.has(known)) return counts(known, language);
    if (!isBare) return false;
    const plain = withoutAccents(known);
    return plain !== known && forms.has(plain) && counts(plain, language);
  };
}

function counts(word: string, language: Language): boolean {
  const own = ambiguous.get(word);
  return own === undefined || own === language;
}

function hasAccents(text: string): boolean {
  return /[à-öø-ÿœ]/iu.test(text.normalize('NFC'));
}

/** English and French plurals. */
function singularsOf(word: string): string[] {
  if (word.length < 4) return [];
  return [
    word.replace(/ies$/, 'y'),
    ...['s', 'es', 'x', 'n'].flatMap((end) =>
      word.endsWith(end) ? [word.slice(0, -end.length)] : [],
    ),
  ];
}

function languageOf(prompt: string): Language {
  const asked = writtenWords(prompt);
  const weight = (known: ReadonlySet<string>) =>
    asked.reduce((sum, word) => sum + (known.has(word) ? (doubtful.has(word) ? 0.5 : 1) : 0), 0);
  const counted = functionWords.map(([language, known]) => [language, weight(known)] as const);
  const [best] = counted.toSorted(([, a], [, b]) => b - a);
  if (best && best[1] > 0) return best[0];
  return hasAccents(prompt) ? 'fr' : 'other';
}

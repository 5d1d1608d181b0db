import type { MotifName } from './motifs.ts';

const words = (text: string): readonly string[] => text.split(' ');

/** What asks for a motif, in French and English: words without accents, or their beginnings. */
export const motifWords: Readonly<Record<MotifName, readonly string[]>> = {
  tree: words('sapin arbre foret tree forest pine noel christmas xmas'),
  star: words('etoile star galaxie galaxy magie magic noel christmas xmas'),
  snow: words('neige flocon hiver snow winter ski noel christmas xmas'),
  sun: words('soleil ete plage sun sunset sunrise summer beach aube tropical'),
  moon: words('lune nuit moon night midnight minuit halloween ramadan'),
  wave: words('vague mer ocean plage surf wave sea beach eau water lac lake voile'),
  mountain: words('montagne alpes sommet mountain alps peak rando hiking trek ski'),
  flower: words('fleur printemps roses tulip flower spring floral jardin garden mariage wedding'),
  leaf: words('feuille automne plante leaf leaves autumn nature bio organic vegan yoga'),
  heart: words('coeur amour heart love valentin valentine mariage wedding'),
  city: words('ville urbain immeuble city urban skyline architecture immobilier paris tokyo'),
  music: words('musique concert jazz festival music dj vinyle vinyl rock techno piano'),
  cup: words('cafe the tasse coffee tea cup espresso brunch breakfast'),
  circle: words('cercle rond circle round bauhaus geometri abstrait abstract'),
};

/** Words shorter than this must be met whole: "the" is not the beginning of "theatre". */
export const wholeWordBelow = 5;

/** Colours as people name them in a prompt (without accents). */
export const colorWords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '#c62828': 'rouge rouges red',
    '#6d1a2b': 'bordeaux burgundy',
    '#b3122d': 'cerise cherry carmin crimson',
    '#c9982e': 'or dore doree dores dorees gold golden',
    '#b8bcc4': 'argent argente argentee silver',
    '#8c6239': 'bronze',
    '#b3673f': 'cuivre copper',
    '#2456b8': 'bleu bleue bleus bleues blue',
    '#14284b': 'marine navy',
    '#1fa8a0': 'turquoise',
    '#137a7a': 'teal petrole',
    '#1fb6d6': 'cyan',
    '#2e7d46': 'vert verte verts vertes green',
    '#047857': 'emeraude emerald',
    '#6b7a2a': 'olive kaki khaki',
    '#8fd6b4': 'menthe mint',
    '#f2c230': 'jaune jaunes yellow',
    '#d09a1f': 'moutarde mustard ocre ochre',
    '#e8741e': 'orange oranges',
    '#f2705c': 'corail coral',
    '#f7b28c': 'peche peach saumon salmon',
    '#b9573a': 'terracotta brique brick',
    '#e36b94': 'rose pink',
    '#d1267f': 'fuchsia magenta',
    '#6a3fa0': 'violet violette violets violettes purple',
    '#a184c4': 'mauve lilas lilac',
    '#a9a0dc': 'lavande lavender',
    '#6b4226': 'marron brun brune brown',
    '#4a2c1a': 'chocolat chocolate',
    '#dcc9a6': 'beige sable sand',
    '#f6ecd6': 'creme cream ivoire ivory',
    '#16161a': 'noir noire noirs noires black',
    '#fbfaf6': 'blanc blanche blancs blanches white',
    '#80838c': 'gris grise grises gray grey',
  }).flatMap(([hex, names]) => words(names).map((name) => [name, hex] as const)),
);

/** Colours that go without saying when a theme is named. */
export const themes: readonly {
  readonly words: readonly string[];
  readonly colors: readonly string[];
}[] = [
  { words: words('noel christmas xmas'), colors: ['#b3202c', '#1e5b3a', '#d9a441'] },
  { words: words('halloween'), colors: ['#e8741e', '#2a1a3a', '#8a4fbf'] },
  { words: words('plage beach surf mer ocean sea'), colors: ['#1f8fb5', '#f6c667', '#f2705c'] },
  { words: words('automne autumn'), colors: ['#b9573a', '#d09a1f', '#5b3a22'] },
  { words: words('printemps spring jardin garden'), colors: ['#d95f85', '#5a9a5c', '#f6d365'] },
  { words: words('hiver winter neige snow ski'), colors: ['#2a5c8a', '#a9d3e8', '#e4573d'] },
  { words: words('cafe coffee espresso'), colors: ['#5a3825', '#c98b4f', '#efe0c8'] },
  {
    words: words('bio organic nature foret forest yoga'),
    colors: ['#2e6b4f', '#a8bf8a', '#e2a75e'],
  },
  {
    words: words('amour love valentin mariage wedding'),
    colors: ['#c2415f', '#f3b6b0', '#7a2842'],
  },
  {
    words: words('nuit night galaxie galaxy lune moon'),
    colors: ['#232a5c', '#f2d16b', '#7a6fc9'],
  },
  { words: words('ete summer soleil sun tropical'), colors: ['#f28c28', '#f6c945', '#1f9e9a'] },
];

/** What the customer calls the thing itself: never printed on it. */
export const designNouns = new Set(
  words(
    'affiche affichette poster flyer tract logo carte invitation banniere bandeau couverture visuel ' +
      'illustration design image card banner cover prospectus post picture badge',
  ),
);

/** Small words between the request and its subject. */
export const connectives = new Set(
  words(
    'pour de du des d for of about with avec sur on a un une le la les l mon ma mes notre an the my our',
  ),
);

const words = (text: string): readonly string[] => text.split(' ');

/** Colours as people name them in a prompt, as they are written. */
export const colorWords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '#c62828': 'rouge rouges red rot rojo rosso',
    '#6d1a2b': 'bordeaux burgundy',
    '#b3122d': 'cerise cherry carmin crimson',
    '#c9982e': 'or doré dorée dorés dorées gold golden oro',
    '#b8bcc4': 'argent argenté argentée silver silber',
    '#8c6239': 'bronze',
    '#b3673f': 'cuivre copper',
    '#2456b8': 'bleu bleue bleus bleues blue blau azul',
    '#14284b': 'marine navy',
    '#1fa8a0': 'turquoise',
    '#137a7a': 'teal pétrole',
    '#1fb6d6': 'cyan',
    '#2e7d46': 'vert verte verts vertes green grün verde',
    '#047857': 'émeraude emerald',
    '#6b7a2a': 'olive kaki khaki',
    '#8fd6b4': 'menthe mint',
    '#f2c230': 'jaune jaunes yellow gelb amarillo giallo',
    '#d09a1f': 'moutarde mustard ocre ochre',
    '#e8741e': 'orange oranges',
    '#f2705c': 'corail coral',
    '#f7b28c': 'pêche peach saumon salmon',
    '#b9573a': 'terracotta brique brick',
    '#e36b94': 'rose roses pink rosa',
    '#d1267f': 'fuchsia magenta',
    '#6a3fa0': 'violet violette violets violettes purple lila',
    '#a184c4': 'mauve lilas lilac',
    '#a9a0dc': 'lavande lavender',
    '#6b4226': 'marron brun brune brown braun',
    '#4a2c1a': 'chocolat chocolate',
    '#dcc9a6': 'beige sable sand',
    '#f6ecd6': 'crème cream ivoire ivory',
    '#16161a': 'noir noire noirs noires black schwarz negro nero',
    '#fbfaf6': 'blanc blanche blancs blanches white weiß weiss blanco bianco',
    '#80838c': 'gris grise grises gray grey grau',
  }).flatMap(([hex, names]) => words(names).map((name) => [name, hex] as const)),
);

/** Colours that go without saying when a theme is named. */
export const themes: readonly {
  readonly words: readonly string[];
  readonly colors: readonly string[];
}[] = [
  {
    words: words('noël christmas xmas weihnachten navidad natale'),
    colors: ['#b3202c', '#1e5b3a', '#d9a441'],
  },
  { words: words('halloween'), colors: ['#e8741e', '#2a1a3a', '#8a4fbf'] },
  {
    words: words('plage beach surf mer océan ocean sea meer strand playa mar'),
    colors: ['#1f8fb5', '#f6c667', '#f2705c'],
  },
  { words: words('automne autumn herbst otoño'), colors: ['#b9573a', '#d09a1f', '#5b3a22'] },
  {
    words: words('printemps spring jardin garden frühling primavera'),
    colors: ['#d95f85', '#5a9a5c', '#f6d365'],
  },
  {
    words: words('hiver winter neige snow ski invierno'),
    colors: ['#2a5c8a', '#a9d3e8', '#e4573d'],
  },
  { words: words('café coffee espresso kaffee'), colors: ['#5a3825', '#c98b4f', '#efe0c8'] },
  {
    words: words('bio organic nature forêt forest yoga'),
    colors: ['#2e6b4f', '#a8bf8a', '#e2a75e'],
  },
  {
    words: words('amour love valentin valentine mariage wedding hochzeit boda'),
    colors: ['#c2415f', '#f3b6b0', '#7a2842'],
  },
  {
    words: words('nuit night galaxie galaxy lune moon nacht'),
    colors: ['#232a5c', '#f2d16b', '#7a6fc9'],
  },
  {
    words: words('été summer soleil sun tropical sommer sommerfest verano'),
    colors: ['#f28c28', '#f6c945', '#1f9e9a'],
  },
];

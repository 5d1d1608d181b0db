const words = (text: string): readonly string[] => text.split(' ');

/**
 * What asks for a motif: singular words as they are written in English, French and, for what posters speak of most,
 * German, Spanish and Italian. A plural is found by itself (`meaning.ts`).
 */
export const motifWords = {
  tree: words(
    'sapin arbre forêt tree forest pine noël christmas xmas woodland baum tannenbaum wald weihnachten ' +
      'weihnachtsmarkt árbol bosque navidad albero natale',
  ),
  star: words(
    'étoile étoilé étoilée star starry galaxie galaxy magie magic noël christmas xmas stern estrella stella',
  ),
  snow: words(
    'neige flocon hiver snow snowy snowflake winter ski skiing noël christmas xmas schnee nieve invierno neve',
  ),
  sun: words(
    'soleil ensoleillé été plage sun sunny sunset sunrise sunshine summer summertime beach aube tropical ' +
      'sonne sommer sommerfest sol verano sole estate',
  ),
  moon: words(
    'lune nuit moon moonlight night midnight minuit halloween ramadan mond nacht luna noche notte',
  ),
  wave: words(
    'vague mer océan plage surf surfing surfeur surfer wave sea seaside beach ocean eau water lac lake ' +
      'meer strand welle playa mar ola spiaggia mare',
  ),
  mountain: words(
    'montagne alpes sommet mountain alps alpine peak rando randonnée hiking hike trek trekking ski skiing ' +
      'berg alpen wandern montaña montagna',
  ),
  flower: words(
    'fleur floral florale fleuri fleurie printemps rose tulipe tulip flower spring springtime jardin garden ' +
      'mariage wedding bouquet blume frühling hochzeit flor primavera boda fiore matrimonio',
  ),
  leaf: words(
    'feuille feuillage automne plante botanique végan leaf leaves foliage autumn plant botanical nature bio ' +
      'organic vegan yoga blatt herbst otoño hoja autunno foglia',
  ),
  heart: words(
    'cœur amour heart love valentin valentine mariage wedding herz liebe corazón amor cuore amore',
  ),
  city: words(
    'ville urbain urbaine immeuble city urban skyline architecture immobilier paris tokyo downtown stadt ciudad città',
  ),
  music: words(
    'saxophone guitare guitar musique musical musicale musicien music musician concert concerto jazz festival dj vinyle vinyl techno ' +
      'piano orchestre orchestra chorale choir musik konzert música concierto musica',
  ),
  cup: words(
    'café thé tasse coffee tea cup espresso brunch breakfast latte cappuccino kaffee tee tasse taza caffè',
  ),
  circle: words(
    'cercle rond ronde circle round bauhaus géométrie géométrique geometry geometric abstrait abstraite abstract kreis círculo',
  ),
  bunting: words(
    'fanion guirlande pennant bunting garland kermesse fête fete fair funfair party wimpel girlande fiesta festa banderín carnaval carnival',
  ),
  balloon: words(
    'ballon montgolfière balloon anniversaire birthday party luftballon geburtstag globo cumpleaños palloncino compleanno',
  ),
  gift: words('cadeau gift present noël christmas xmas giveaway geschenk regalo'),
  bird: words('oiseau colombe hirondelle bird dove swallow vogel pájaro uccello'),
  fish: words('poisson aquarium fish fishing pêche seafood fisch pez pescado pesce'),
  boat: words(
    'bateau voilier voile régate boat sailboat sailing sail yacht regatta ship boot segeln barco barca vela',
  ),
  house: words('maison house home housing logement village haus casa'),
  book: words(
    'livre lecture librairie littérature bibliothèque book bookshop bookstore reading library literature buch lesung libro',
  ),
  cake: words('gâteau pâtisserie boulangerie cake bakery pastry cupcake kuchen torte pastel torta'),
  glass: words('glass vin wine cocktail verre bar apéro apéritif dégustation tasting wein vino'),
  ball: words('ball football foot soccer match tournoi tournament fußball fútbol calcio'),
  umbrella: words('parapluie pluie umbrella rain rainy regen paraguas lluvia'),
  cloud: words('nuage ciel cloud cloudy sky wolke himmel nube cielo'),
  palm: words('palmier tropical palm palmtree tropique palme palmera palma'),
  pumpkin: words('citrouille courge pumpkin halloween kürbis calabaza zucca'),
  lightning: words('éclair foudre orage lightning thunder storm rock metal punk électrique blitz'),
  crown: words('couronne roi reine royal royale crown king queen krone corona'),
  rocket: words('fusée espace rocket space startup launch lancement rakete cohete razzo'),
  candle: words('bougie chandelle candle candlelight kerze vela candela'),
  bicycle: words('vélo cyclisme bicyclette bike bicycle cycling cycliste fahrrad bicicleta'),
  fruit: words('pomme fruit cerise apple cherry apfel manzana mela'),
  cat: words('chat chaton cat kitten katze gato gatto'),
} as const satisfies Record<string, readonly string[]>;

/** Everything that can be drawn. */
export type MotifName = keyof typeof motifWords;

import { expect, test } from '@jest/globals';
import { quotationsIn } from './quotations.ts';

test.each([
  ['Poster "Summer party" at the park', ['Summer party']],
  ['Plakat „Sommerfest“ im Park', ['Sommerfest']],
  ['Plakat »Sommerfest« im Park', ['Sommerfest']],
  ['Plakat ‚Sommer‘ im Park', ['Sommer']],
  ['Plakat ›Sommer‹ im Park', ['Sommer']],
  ['Affiche « Fête du port » en été', ['Fête du port']],
  ['Affiche «\u00a0Fête du port\u00a0»', ['Fête du port']],
  ['Plakat „Święto lata” w parku', ['Święto lata']],
  ['Affisch ”Sommarfest” i parken', ['Sommarfest']],
  ['“One” and ‘Two’', ['One', 'Two']],
  ['海报「夏日音乐节」', ['夏日音乐节']],
  ['ポスター『夏祭り』と「音楽」', ['夏祭り', '音楽']],
  ['海报《夏日》', ['夏日']],
  ['“夏日音乐节”的海报', ['夏日音乐节']],
  ['海报"夏日"蓝色', ['夏日']],
  ["a poster 'Summer Party' in blue", ['Summer Party']],
  ['"Place de l’Église — entrée 5 €"', ['Place de l’Église — entrée 5 €']],
  ['“She said ‘yes’ to jazz”', ['She said ‘yes’ to jazz']],
  ['«Le «grand» bal»', ['Le «grand» bal']],
  ['„Das „Neue“ Haus“', ['Das „Neue“ Haus']],
])('%s', (prompt, quoted) => {
  expect(quotationsIn(prompt).quoted).toEqual(quoted);
});

test.each([
  'l’été à l’ombre d’un arbre',
  "rock 'n' roll night, don't stop",
  "the '90s party and the '80s",
  'a 24" × 36" poster of boats',
  'Poster "Summer party',
  '"" empty',
])('nothing is quoted in %s', (prompt) => {
  expect(quotationsIn(prompt).quoted).toEqual([]);
});

test('what is outside keeps its words apart', () => {
  expect(quotationsIn('Affiche"Noël"bleue').outside).toBe('Affiche bleue');
});

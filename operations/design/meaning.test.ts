import { expect, test } from '@jest/globals';
import { meaningOf } from './meaning.ts';

const motifs = (prompt: string) => [...meaningOf(prompt).motifs].sort();

test.each([
  ['A poster for the theatre festival', ['music']],
  ['The Cure in concert', ['music']],
  ['Salon de thé', ['cup']],
  ['SALON DE THE', ['cup']],
  ['Affiche pour le salon de the vert', ['cup']],
  ['Soirée jazz, the best of', ['music']],
  ['Sunday opening at the surface of things', []],
  ['Starting a new heartbeat, nightmares and seats', []],
  ['A marine biology talk about sea life', ['wave']],
  ['Affiche avec des fanions et des bateaux', ['boat', 'bunting']],
  ['Fleurs, oiseaux et vélos', ['bicycle', 'bird', 'flower']],
  ['a cat, two candles and cherries', ['candle', 'cat', 'fruit']],
  ['Weihnachtsmarkt mit Schnee', ['snow', 'tree']],
])('%s draws %j', (prompt, wanted) => {
  expect(motifs(prompt)).toEqual(expect.arrayContaining(wanted));
  expect(motifs(prompt)).toHaveLength(wanted.length);
});

test('words to print do not draw where the request says what to draw', () => {
  const prompt = 'Affiche d’été avec des fanions, "Noël Dupont chante"';
  expect(motifs(prompt)).toEqual(['bunting', 'sun']);
  expect(meaningOf(prompt).implied).toEqual(meaningOf('été').implied);
});

test('words to print draw where nothing else does', () => {
  expect(motifs('Poster "Coffee & Poetry" at the corner')).toEqual(['cup']);
});

test.each([
  ['A red or blue poster', ['#c62828', '#2456b8']],
  ['Affiche rouge et or', ['#c62828', '#c9982e']],
  ['AFFICHE ROUGE ET DOREE', ['#c62828', '#c9982e']],
  ['Marine life in green', ['#2e7d46']],
  ['Affiche bleu marine', ['#2456b8', '#14284b']],
])('%s is painted %j', (prompt, colors) => {
  expect(meaningOf(prompt).colors).toEqual(colors);
});

import { expect, test } from '@jest/globals';
import { readBrief } from './brief.ts';

test('loses the motifs and colours that the negative prompt names, in either language', () => {
  const market = 'Affiche pour un marché de Noël, rouge et or, avec des sapins';
  expect(readBrief(market, '')).toMatchObject({ colors: ['#c62828', '#c9982e'] });
  const without = readBrief(market, 'étoiles, red');
  expect(without).toMatchObject({ colors: ['#c9982e'] });
  expect(without.motifs).toContain('tree');
  expect(without.motifs).not.toContain('star');
  expect(readBrief('Christmas market', 'sapin, rouge').colors).not.toContain('#b3202c');
  expect(readBrief('Christmas market', 'sapin').motifs).not.toContain('tree');
});

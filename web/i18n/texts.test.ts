import { describe, expect, test } from '@jest/globals';
import { problems } from '../../api/http/problems/problem.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';

interface Tree {
  readonly [key: string]: string | Tree;
}

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  );
}

const texts = { en: new Map(leaves(en)), fr: new Map(leaves(fr)) };
const plural = /_(zero|one|two|few|many|other)$/;
const stems = (map: Map<string, string>) => [
  ...new Set([...map.keys()].map((key) => key.replace(plural, ''))),
];
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe('the texts', () => {
  test('have the same keys in both languages', () => {
    expect(stems(texts.fr)).toEqual(stems(texts.en));
  });

  test.each(['en', 'fr'] as const)('have every plural form that %s needs', (locale) => {
    const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const counted = stems(texts[locale]).filter((stem) => texts[locale].has(`${stem}_other`));
    for (const stem of counted) {
      const forms = needed.filter((form) => !texts[locale].has(`${stem}_${form}`));
      expect([stem, forms]).toEqual([stem, []]);
    }
  });

  test('have the same placeholders in both languages', () => {
    for (const [key, text] of texts.en) {
      expect([key, holes(texts.fr.get(key) ?? '')]).toEqual([key, holes(text)]);
    }
  });

  test('keep French punctuation and units on the line of their word', () => {
    for (const [key, text] of texts.fr) {
      expect([key, / [:;!?%»]|« |'|\d (Mo|cr)/.test(text)]).toEqual([key, false]);
    }
  });

  test('have words for every problem that the API can answer', () => {
    const silent = ['body_too_large', 'internal_error'];
    const missing = Object.keys(problems).filter((code) => !(code in en.errors));
    expect(missing).toEqual(silent);
  });
});

import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { problems } from '../../api/http/problems/problem.ts';
import { namespaces, sources } from './namespaces.ts';

interface Tree {
  readonly [key: string]: string | Tree;
}

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  );
}

const features = await Promise.all(
  namespaces.map(async (name) => ({
    name,
    en: new Map(leaves((await sources[name].en()).texts)),
    fr: new Map(leaves((await sources[name].fr()).texts)),
  })),
);
const plural = /_(zero|one|two|few|many|other)$/;
const stems = (map: Map<string, string>) => [
  ...new Set([...map.keys()].map((key) => key.replace(plural, ''))),
];
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe.each(features)('the texts of $name', ({ en, fr }) => {
  test('have the same keys in both languages', () => {
    expect(stems(fr)).toEqual(stems(en));
  });

  test.each([
    ['en', en],
    ['fr', fr],
  ] as const)('have every plural form that %s needs', (locale, texts) => {
    const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const counted = stems(texts).filter((stem) => texts.has(`${stem}_other`));
    for (const stem of counted) {
      const forms = needed.filter((form) => !texts.has(`${stem}_${form}`));
      expect([stem, forms]).toEqual([stem, []]);
    }
  });

  test('have the same placeholders in both languages', () => {
    for (const [key, text] of en) {
      expect([key, holes(fr.get(key) ?? '')]).toEqual([key, holes(text)]);
    }
  });

  test('keep French punctuation and units on the line of their word', () => {
    for (const [key, text] of fr) {
      expect([key, / [:;!?%»]|« |'|\d (Mo|cr)/.test(text)]).toEqual([key, false]);
    }
  });
});

describe('the texts', () => {
  test('of every feature are found', () => {
    const folders = globSync('*/texts.{en,fr}.ts', {
      cwd: fileURLToPath(new URL('../', import.meta.url)),
    });
    expect(folders).toHaveLength(2 * namespaces.length);
  });

  test('have words for every problem that the API can answer', () => {
    const silent = ['body_too_large', 'internal_error'];
    const causes = features.find(({ name }) => name === 'problems')?.en ?? new Map();
    const missing = Object.keys(problems).filter((code) => !causes.has(`causes.${code}`));
    expect(missing).toEqual(silent);
  });
});

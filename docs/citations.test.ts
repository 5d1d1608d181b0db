import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { projectFiles } from './testing/project-files.ts';

const root = join(import.meta.dirname, '..');

/** What a stranger cannot look up. He has this project, and what the world has. */
const unknowable: Readonly<Record<string, RegExp>> = {
  'a rule by its number': /\bR[1-9]\d?\b(?!-)/,
  'a section of a document': /[§]\s?\d|[§]\s?[A-Z]\b/,
  'a design document': /\b(?:design|rules)[.]md\b|\b[Rr]ules? (?:\d|R\d)/,
  'somebody’s notes': /\bnotes[/](?:\w|\*)/,
  'an issue of a tracker': /\b[Ii]ssues? #?\d+\b/,
  'a place on one machine': /(?<![\w.])[/](?:work|Users)[/]\w/,
  'a decision that is not there': /\bADR[ -]?\d/,
};

const texts = projectFiles().filter(
  (file) =>
    /\.(?:tsx?|m?js|sql|md|css|json|mod)$|(?:^|\/)[A-Z]+$|\.ci\/run$/.test(file) &&
    !/package-lock|migrations\/meta|histories\//.test(file),
);

function citationsIn(text: string): string[] {
  return text.split('\n').flatMap((line, index) =>
    Object.entries(unknowable)
      .filter(([, pattern]) => pattern.test(line))
      .map(([what]) => `line ${index + 1} cites ${what}: ${line.trim().slice(0, 100)}`),
  );
}

test('no file cites what only its authors can read', () => {
  const citations = texts
    .filter((file) => file !== 'docs/citations.test.ts')
    .flatMap((file) =>
      citationsIn(readFileSync(join(root, file), 'utf8')).map((line) => `${file}, ${line}`),
    );
  expect(texts.length).toBeGreaterThan(100);
  expect(citations).toEqual([]);
});

describe('and this would be seen', () => {
  test.each([
    '-- Who may do what (R1).',
    '/** Counted by us (R9). */',
    '**Context.** R12 wants the bytes staged first.',
    'Design §5 wants it on a schedule',
    'see §B of the foundation',
    'as design.md says',
    'by rule 41',
    'see notes/temporal.md',
    'fixes issue 7',
    'lies in /Users/somebody/look',
    'reversed by ADR 065',
  ])('%s', (line) => {
    expect(citationsIn(`first\n${line}`)).not.toEqual([]);
  });
});

describe('while this is nobody’s secret', () => {
  test.each([
    'color: #123456',
    'RFC 9457',
    'a UUIDv7',
    'U+202F',
    'the notes of a job',
    'R: r / 255',
  ])('%s', (line) => {
    expect(citationsIn(line)).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse, wcagContrast } from 'culori';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokens(block: string): Map<string, string> {
  const body = css.slice(css.indexOf(block)).split('}')[0] ?? '';
  return new Map(
    [...body.matchAll(/(?<!-)--([\w-]+): (oklch\([^)]*\));/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
}

const dark = tokens(':root');
const themes = { dark, light: new Map([...dark, ...tokens("[data-theme='light']")]) };

function ratio(theme: Map<string, string>, ink: string, ground: string): number {
  const [a, b] = [ink, ground].map((name) => parse(theme.get(name) ?? ''));
  if (!a || !b) throw new Error(`No token ${ink} or ${ground}`);
  return wcagContrast(a, b);
}

const AA = 4.5;
const shape = 3;
const pairs: [ink: string, ground: string, least: number][] = [
  ['text', 'active', 7],
  ['text-2', 'active', AA],
  ['text-3', 'active', AA],
  ['text-2', 'stage', AA],
  ['on-shutter', 'shutter', AA],
  ['on-shutter', 'shutter-hover', AA],
  ['live', 'active', shape],
  ['line-strong', 'surface', shape],
  ['shutter-text', 'shutter-soft', AA],
  ['ok', 'ok-soft', AA],
  ['warn', 'warn-soft', AA],
  ['bad', 'bad-soft', AA],
  ['info', 'info-soft', AA],
  ['text', 'bad-soft', AA],
  ['text-2', 'bad-soft', AA],
  ['focus', 'active', AA],
];

describe.each(['dark', 'light'] as const)('the %s theme', (name) => {
  test.each(pairs)('shows %s on %s at a ratio of %d at least', (ink, ground, least) => {
    expect(ratio(themes[name], ink, ground)).toBeGreaterThanOrEqual(least);
  });
});

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const web = join(import.meta.dirname, '..');
const sources = globSync('**/*.{ts,tsx}', { cwd: web })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => ({ file, text: readFileSync(join(web, file), 'utf8') }));

describe('what a page sends to an action', () => {
  test('is sent by a form that names the page’s organization', () => {
    const others = sources.filter(({ text }) => /<Form\b|useSubmit\b/.test(text));
    expect(others.map(({ file }) => file)).toEqual(['http/page-form.tsx']);
  });

  test('or is the language or the theme, which are no organization’s', () => {
    const fetchers = sources.filter(({ text }) => /useFetcher\b|keepLocale\b/.test(text));
    expect(fetchers.length).toBeGreaterThan(0);
    for (const { file, text } of fetchers) {
      const sent = text.replace(/<PageForm[^>]*>/g, '').matchAll(/\baction(?:=|: )["']([^"']+)/g);
      for (const [, action] of sent) expect([file, action]).toEqual([file, '/preferences']);
    }
  });
});

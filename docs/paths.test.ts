import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { projectFiles } from './testing/project-files.ts';

const root = join(import.meta.dirname, '..');
/** Paths that are examples, or come to be at run time. */
const notYet = /[{}…*<>$:]|^\.\/|^build\/|\.atelier|^path\/to|^\/|^org\/|^demo\.json$|^@|@\d/;

const files = projectFiles();

/** What a text says is a file or folder, by its look. */
function pathsIn(text: string): string[] {
  const quoted = [...text.matchAll(/`([^`\s]+)`/g)].map(([, path = '']) => path);
  const linked = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(
    ([, path = '']) => path.split('#')[0] ?? '',
  );
  const named = quoted.filter((path) =>
    /^\.?[\w./-]+(\/|\.(tsx?|m?js|sql|md|json|mod))$/.test(path),
  );
  return [...named, ...linked].filter((path) => path !== '' && !notYet.test(path));
}

/** A path counts from the text's own folder or from the root; a bare name is that of something below that folder. */
function isThere(path: string, folder: string): boolean {
  const places = [join(folder, path), path].map((place) => normalize(place));
  if (places.some((place) => !place.startsWith('..') && existsSync(join(root, place)))) return true;
  const name = path.replace(/\/$/, '');
  const below = folder.startsWith('docs') ? '' : folder;
  return (
    !name.includes('/') &&
    files.some(
      (file) => file.startsWith(below) && file.slice(below.length).split('/').includes(name),
    )
  );
}

function missingFrom(text: string, file: string): string[] {
  const folder = dirname(file) === '.' ? '' : dirname(file);
  return pathsIn(text).filter((path) => !isThere(path, folder));
}

const proses = files.filter((file) => file.endsWith('.md') && file !== 'CHANGELOG.md');

describe('every file that prose names is there', () => {
  test.each(proses)('%s', (file) => {
    expect(missingFrom(readFileSync(join(root, file), 'utf8'), file)).toEqual([]);
  });

  test.each([
    ['`db/ledger/99-nothing.sql`', 'docs/architecture.md'],
    ['[there](nowhere.md)', 'docs/README.md'],
    ['`no-such-file.ts`', 'db/README.md'],
    ['`policies.ts`', 'db/README.md'],
    ['`db/no-such-folder/`', 'README.md'],
  ])('and this would be seen: %s in %s', (text, file) => {
    expect(missingFrom(text, file)).toHaveLength(1);
  });
});

test('every script and text that a comment names is there', () => {
  const sources = files.filter(
    (file) => /\.(tsx?|m?js|sql)$/.test(file) && !/^(docs|\.ci)\//.test(file),
  );
  const named = sources.flatMap((file) =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /\b(?:db|docs)\/[\w./-]+\.(?:sql|md|ts)\b/g,
      ),
    ].map(([path]) => ({ file, path })),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter(({ path }) => !files.includes(path))).toEqual([]);
});

test('the index of decisions names each of them once, with its status', () => {
  const index = readFileSync(join(root, 'docs/decisions/README.md'), 'utf8');
  const lines = [
    ...index.matchAll(
      /^\| \[\d{3} [^\]]+\]\((\S+)\) +\| .+ \| (holds|withdrawn|changed by \d{3}) +\|$/gm,
    ),
  ];
  const records = files.filter((file) => /^docs\/decisions\/\d{3}-/.test(file));
  expect(lines.map(([, name = '']) => `docs/decisions/${name}`)).toEqual(records.sort());
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readScripts, type Script } from './scripts.ts';
import { createTestDatabase, type TestDatabase, withConnection } from './testing/test-database.ts';

const scripts = readScripts(import.meta.dirname);

/** A name of ours in a script, where it is defined or used. */
interface Mention {
  readonly name: string;
  /** Position among all scripts, put behind one another. */
  readonly at: number;
  readonly file: string;
}

/** Comments and texts say names too, and mean nothing by it. */
function codeOf({ sql }: Script): string {
  const blank = (text: string) => ' '.repeat(text.length);
  return sql.replaceAll(/--.*/g, blank).replaceAll(/'(?:[^'\n]|'')*'/g, blank);
}

function mentions(of: readonly Script[], pattern: RegExp): Mention[] {
  let start = 0;
  return of.flatMap((script) => {
    const found = [...codeOf(script).matchAll(pattern)].map((match) => ({
      name: match[1] ?? '',
      at: start + match.index,
      file: script.name,
    }));
    start += script.sql.length;
    return found;
  });
}

const definition = /\bcreate (?:or replace )?(?:function|view) (\w+)/g;

function definitionsIn(of: readonly Script[]): Map<string, Mention> {
  return new Map(mentions(of, definition).map((found) => [found.name, found]));
}

/** Every place where a function is called or a view is read, with the place where that is defined. */
function usesIn(of: readonly Script[]): { use: Mention; defined: Mention }[] {
  const definitions = definitionsIn(of);
  const calls = mentions(of, /(?<!create (?:or replace )?function )\b(\w+)\s*\(/g);
  const reads = mentions(of, /\b(?:from|join|on) (\w+)/g);
  return [...calls, ...reads].flatMap((use) => {
    const defined = definitions.get(use.name);
    return defined ? [{ use, defined }] : [];
  });
}

/** What a reader from the top would meet before it is explained. */
function metTooEarly(of: readonly Script[]): string[] {
  return usesIn(of)
    .filter(({ use, defined }) => use.at < defined.at)
    .map(({ use, defined }) => `${use.file} uses ${use.name} of ${defined.file}`);
}

const pairs = [
  ...new Set(
    usesIn(scripts)
      .filter(({ use, defined }) => use.file !== defined.file)
      .map(({ use, defined }) => `${defined.file} ${use.file}`),
  ),
].map((pair) => pair.split(' ') as [helper: string, user: string]);

describe('the SQL', () => {
  test('reads from top to bottom: nothing is used before it is defined', () => {
    expect(metTooEarly(scripts)).toEqual([]);
  });

  test.each(pairs)('would not, if %s came after %s', (helper, user) => {
    const swapped = { [helper]: user, [user]: helper };
    const byName = new Map(scripts.map((script) => [script.name, script]));
    const disorder = scripts.flatMap(({ name }) => byName.get(swapped[name] ?? name) ?? []);
    expect(disorder).toHaveLength(scripts.length);
    expect(metTooEarly(disorder)).not.toEqual([]);
  });

  test.each(scripts)('$name says in its first line what it is', ({ sql }) => {
    expect(sql).toMatch(/^-- \S.*\n/);
  });

  test('is numbered without a gap in each folder', () => {
    const byFolder = Object.groupBy(scripts, ({ name }) => name.split('/')[0] ?? '');
    for (const [folder, files = []] of Object.entries(byFolder)) {
      const numbers = files.map(({ name }) => Number(/\/(\d\d)-[a-z-]+\.sql$/.exec(name)?.[1]));
      const first = numbers[0] === 0 ? 0 : 1;
      expect({ folder, numbers }).toEqual({ folder, numbers: files.map((_, i) => first + i) });
    }
  });
});

describe('what this test reads', () => {
  let db: TestDatabase;

  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.close());

  test('is every function and view of the database', async () => {
    const { rows } = await withConnection(db.adminUrl, (admin) =>
      admin.query<{ name: string }>(
        `select proname as name from pg_proc where pronamespace = 'public'::regnamespace
         union select relname from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace`,
      ),
    );
    expect([...definitionsIn(scripts).keys()].sort()).toEqual(rows.map(({ name }) => name).sort());
  });
});

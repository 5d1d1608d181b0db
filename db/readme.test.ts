import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');

interface Transition {
  readonly from: string;
  readonly to: string;
  readonly by: string;
}

function transitionsOf(noun: string): Transition[] {
  const [, diagram = ''] =
    new RegExp(`## State of an? ${noun}\n\n\`\`\`mermaid\nstateDiagram-v2\n([^\`]*)\`\`\``).exec(
      readme,
    ) ?? [];
  const lines = diagram.matchAll(/^ {2}(\S+) --> (\S+?)(?:: (.*))?$/gm);
  return [...lines].map(([, from = '', to = '', by = '']) => ({ from, to, by }));
}

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

async function words(sql: string): Promise<string[]> {
  const rows = await db.system.query<{ text: string }>(sql);
  return rows.flatMap(({ text }) => [...text.matchAll(/'(\w+)'/g)].map(([, word = '']) => word));
}

const constraint = (name: string) =>
  `select pg_get_constraintdef(oid) as text from pg_constraint where conname = '${name}'`;

describe.each([
  ['job', constraint('jobs_status')],
  ['attempt', constraint('attempts_state')],
  [
    'reservation',
    `select quote_literal(enumlabel) as text from pg_enum where enumtypid = 'reservation_state'::regtype`,
  ],
])('the state diagram of the %s', (noun, states) => {
  test('has the states of the database, and no other', async () => {
    const drawn = transitionsOf(noun).flatMap(({ from, to }) => [from, to]);
    const unique = new Set(drawn.filter((state) => state !== '[*]'));
    expect([...unique].sort()).toEqual((await words(states)).sort());
  });

  test('leads to every state from the beginning', () => {
    const transitions = transitionsOf(noun);
    const reached = new Set(['[*]']);
    for (let before = 0; before < reached.size;) {
      before = reached.size;
      for (const { from, to } of transitions) if (reached.has(from)) reached.add(to);
    }
    expect(transitions.filter(({ from }) => !reached.has(from))).toEqual([]);
  });

  test('names functions that there are', async () => {
    const named = transitionsOf(noun).flatMap(({ by }) => by.match(/\b[a-z]+_[a-z_]+\b/g) ?? []);
    const rows = await db.system.query<{ name: string }>(
      `select proname as name from pg_proc where pronamespace = 'public'::regnamespace`,
    );
    const known = new Set([...rows.map(({ name }) => name), 'worker_lost']);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

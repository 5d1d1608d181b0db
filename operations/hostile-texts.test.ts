import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { catalogue } from './index.ts';

const execute = promisify(execFile);

/** What patterns with a quantifier inside a quantifier never finish with. */
const hostile = [
  `rgb(${'1'.repeat(50_000)} ${'1'.repeat(50_000)} ${'1'.repeat(50_000)}`,
  `rgb(${'1'.repeat(60)}x`,
  `hsl(${'1 '.repeat(20_000)}x`,
  'a'.repeat(1_000_000),
  `${'1'.repeat(30)}:${'1'.repeat(30)}x`,
  ' '.repeat(200_000),
  `#${'f'.repeat(100_000)}`,
  `ast_${'0'.repeat(100_000)}`,
  `${' \n\t'.repeat(50_000)}!`,
];

/** The fields of an operation that take words, alone or in a list, as their own JSON Schema tells. */
function wordy(input: z.ZodObject): { name: string; isList: boolean }[] {
  const { properties = {} } = z.toJSONSchema(input, { io: 'input' });
  return Object.entries(properties).flatMap(([name, schema]) => {
    const type = typeof schema === 'boolean' ? undefined : schema.type;
    return type === 'string' || type === 'array' ? [{ name, isList: type === 'array' }] : [];
  });
}

describe.each(catalogue)('$id', ({ id, input }) => {
  test('looks at no text for longer than a moment, whatever stands in it', async () => {
    const fields = wordy(input);
    const program = `
      import { catalogue } from ${JSON.stringify(new URL('index.ts', import.meta.url).href)};
      const { input } = catalogue.find(({ id }) => id === ${JSON.stringify(id)});
      for (const { name, isList } of ${JSON.stringify(fields)})
        for (const text of ${JSON.stringify(hostile)})
          for (let time = 0; time < 3; time += 1)
            input.safeParse({ [name]: isList ? Array(12).fill(text) : text });`;
    // What backtracks takes seconds a text, or for ever: a child can be stopped.
    const folder = await mkdtemp(join(tmpdir(), 'atelier-texts-'));
    const file = join(folder, 'program.mjs');
    await writeFile(file, program);
    const run = execute(process.execPath, [file], { timeout: 20_000 });
    await expect(run).resolves.toMatchObject({ stdout: '' });
    await rm(folder, { recursive: true });
  });
});

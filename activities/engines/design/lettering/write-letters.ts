/** Writes `operations/design/letters.ts` anew: to be run after a font is added, removed or upgraded. */
import { readFile, writeFile } from 'node:fs/promises';
import { coveredBy, rangesOf } from './coverage.ts';
import { facesOf, typefaces } from './faces.ts';
import { createFontFiles } from './font-files.ts';

const file = new URL('../../../../operations/design/letters.ts', import.meta.url);
const covered = await coveredBy(createFontFiles(), facesOf(typefaces.outfit));
const lines = rangesOf(covered).match(/.{1,110}(?: |$)/g) ?? [];
const text = await readFile(file, 'utf8');
await writeFile(
  file,
  text.replace(/const ranges = `[^`]*`/, `const ranges = \`\n${lines.join('\n')}\n\``),
);

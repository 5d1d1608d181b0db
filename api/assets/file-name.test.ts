import { expect, test } from '@jest/globals';
import { fileName, nameOfUpload } from './file-name.ts';

test.each([
  ['cup.png', 'cup'],
  ['my summer.photo.jpeg', 'my summer.photo'],
  ['C:\\photos\\cup.png', 'cup'],
  ['../../etc/passwd', 'passwd'],
  ['Été à Orléans.webp', 'Été à Orléans'],
  ['猫.png', '猫'],
  ['a\u0000b\r\nc\u202e.png', 'abc'],
  ['<what>:"is"|this?*.png', 'whatisthis'],
  ['.png', null],
  ['...', null],
  ['  ', null],
  [undefined, null],
  [`${'x'.repeat(500)}.png`, 'x'.repeat(120)],
])('the name %j is kept as %j', (given, kept) => {
  expect(nameOfUpload(given)).toBe(kept);
});

test('a picture without a name has one of its own', () => {
  const id = '01a21174-dffd-71c7-a1dd-a9486328fa9f';
  const nameless = fileName({ id, name: null, mime_type: 'image/webp' });
  expect(nameless).toMatch(/^atelier-[0-9a-z]{6}\.webp$/);
  expect(fileName({ id, name: 'cup', mime_type: 'image/jpeg' })).toBe('cup.jpg');
});

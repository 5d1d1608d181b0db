import { describe, expect, test } from '@jest/globals';
import { piecesOf, type Strictness } from './line-ends.ts';

const texts = (text: string, strictness: Strictness = 'words') =>
  piecesOf(text, strictness).map((piece) => piece.text);

describe('lines end', () => {
  test.each([
    ['Summer jazz festival', ['Summer', 'jazz', 'festival']],
    ['Fête de la mer', ['Fête', 'de la mer']],
    ['entrée 5 € dès 14 h', ['entrée', '5 €', 'dès 14 h']],
    ['a\u00a0b c', ['a\u00a0b', 'c']],
    ['여름 음악 축제', ['여름', '음악', '축제']],
    ['夏の音楽祭', ['夏', 'の', '音楽', '祭']],
    ['เทศกาลดนตรี', ['เทศกาล', 'ดนตรี']],
    ['well-known', ['well-', 'known']],
    ['Donaudampfschifffahrt', ['Donaudampfschifffahrt']],
  ])('between the words of %s', (text, pieces) => {
    expect(texts(text)).toEqual(pieces);
  });

  test('inside an address behind its signs, where asked for', () => {
    const address = 'anna.long@mail.example.org';
    expect(texts(address)).toEqual([address]);
    expect(texts(address, 'addresses')).toEqual(['anna.', 'long@', 'mail.', 'example.', 'org']);
  });

  test('inside a word between what the eye takes for characters, where asked for', () => {
    expect(texts('é👩‍🍳w', 'letters')).toEqual(['é', '👩‍🍳', 'w']);
  });

  test('where they were written', () => {
    expect(piecesOf('a b\nc', 'words')).toEqual([
      { text: 'a b', spaced: false, ends: true },
      { text: 'c', spaced: false, ends: false },
    ]);
  });
});

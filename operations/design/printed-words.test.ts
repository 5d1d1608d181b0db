import { describe, expect, test } from '@jest/globals';
import { isHeld } from './letters.ts';
import { isUnprintable, printedWords } from './printed-words.ts';

const printed = (prompt: string, style = 'modern') => printedWords(prompt, style, isHeld);

describe('a prompt without quotation marks', () => {
  test.each([
    ['Affiche pour un marché de Noël, rouge et or, avec des sapins', 'Marché de Noël', []],
    [
      'Summer jazz festival in Lyon, 12 July, blue waves',
      'Summer jazz festival in Lyon',
      ['12 July'],
    ],
    ['A minimal poster of a red circle', 'Red circle', []],
    ['Invitation pour le mariage de Léa, avec des fleurs', 'Mariage de Léa', []],
    ['Grand opening! 1,000 prizes at 10:30', 'Grand opening!', ['1,000 prizes at 10:30']],
    ['Dinner at St. Martin. Free entry', 'Dinner at St. Martin', ['Free entry']],
    ['Plakat für das Sommerfest der Feuerwehr', 'Sommerfest der Feuerwehr', []],
    ['夏日音乐节，北京', '夏日音乐节', ['北京']],
    ['A blue jazz poster', 'Blue jazz', []],
    ['Poster for a jazz concert with a saxophone and blue tones', 'Jazz concert', []],
    ['Affiche de la fête du port avec des bateaux', 'Fête du port', []],
    ['Poster for a dinner with Anna', 'Dinner with Anna', []],
    ['Summer sale poster in blue and gold', 'Summer sale', []],
    ['Concert in Blue Hall', 'Concert in Blue Hall', []],
    ['Party in Lyon with blue balloons', 'Party in Lyon', []],
    ['Affiche avec des sapins', 'Sapins', []],
    ['…', '', []],
  ])('%s', (prompt, title, details) => {
    expect(printed(prompt)).toEqual({ title, details, unprinted: [] });
  });
});

describe('quoted words are printed whole', () => {
  const long = 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen';
  test.each([
    ['"Place de l’Église — entrée 5 €"', 'Place de l’Église — entrée 5 €'],
    [`"${long}"`, long],
    [`"${'W'.repeat(990)}"`, 'W'.repeat(990)],
    ['"ŐŰ ČŠŽ ŁÓDŹ"', 'ŐŰ ČŠŽ ŁÓDŹ'],
    ['"Șosea Țară ẞ −5 „so“"', 'Șosea Țară ẞ −5 „so“'],
    ['"The ﬁnal ﬂoor oﬃce"', 'The final floor office'],
    ['"non‑breaking"', 'non‐breaking'],
    ['"e\u0301te\u0301"', 'été'],
    ['"ＪＡＺＺ"', 'ＪＡＺＺ'],
    ['"soft\u00adhyphen and \u202eno override\u202c"', 'softhyphen and no override'],
    ['"first line\n second line"', 'first line\nsecond line'],
    ['"5\u202f€ a\u2003 b"', '5\u00a0€ a b'],
  ])('%s', (prompt, title) => {
    expect(printed(prompt)).toEqual({ title, details: [], unprinted: [] });
  });
});

describe('bold is set in capitals', () => {
  test.each([
    ['"Straße"', 'STRASSE'],
    ['"İstanbul ışık"', 'İSTANBUL IŞIK'],
    ['"Γιορτή μουσικής"', 'ΓΙΟΡΤΗ ΜΟΥΣΙΚΗΣ'],
    ['"Write to anna@example.org"', 'WRITE TO anna@example.org'],
    ['"夏祭り jazz"', '夏祭り JAZZ'],
  ])('%s', (prompt, title) => {
    expect(printed(prompt, 'bold').title).toBe(title);
  });
});

test('what no font holds is told, each once: a word with such a letter whole, signs one by one', () => {
  expect(printed('"Fest ᚠest Fest ᚠest 夏\u{323AF}日"')).toEqual({
    title: 'Fest Fest 夏日',
    details: [],
    unprinted: ['ᚠest', '\u{323AF}'],
  });
});

test('the first line that can be set is the title', () => {
  expect(printed('"ᚠᚢᚦ" "Berlin"')).toEqual({ title: 'Berlin', details: [], unprinted: ['ᚠᚢᚦ'] });
});

test('words are unprintable when every one of them is', () => {
  expect(isUnprintable(printed('"ᚠᚢᚦ" "ᚨᚱᚲ"'))).toBe(true);
  expect(isUnprintable(printed('"ᚠᚢᚦ" "x"'))).toBe(false);
  expect(isUnprintable(printed('…'))).toBe(false);
});

import { beforeAll, describe, expect, test } from '@jest/globals';
import { isHeld } from '../../../../operations/design/letters.ts';
import { coveredBy } from './coverage.ts';
import { facesOf, typefaces, type Typeface } from './faces.ts';
import { createFontFiles } from './font-files.ts';

const files = createFontFiles();

const everyFace = Object.values(typefaces).flatMap((typeface) => facesOf(typeface));
const coverage = new Map<string, ReadonlySet<number>>();

beforeAll(async () => {
  for (const face of everyFace) {
    if (!coverage.has(face.package)) coverage.set(face.package, await coveredBy(files, [face]));
  }
});

function heldBy(typeface: Typeface): ReadonlySet<number> {
  return new Set(facesOf(typeface).flatMap((face) => [...(coverage.get(face.package) ?? [])]));
}

test('the form knows every letter that the fonts hold, and no other', () => {
  const held = heldBy(typefaces.outfit);
  const wrong: string[] = [];
  for (let codePoint = 0x20; codePoint < 0x32000; codePoint++) {
    const character = String.fromCodePoint(codePoint);
    if (!character.isWellFormed() || /\p{Default_Ignorable_Code_Point}/u.test(character)) continue;
    // What is a letter and its accent can be set from the two.
    const isComposed = character.normalize('NFD') !== character;
    const isWrong = held.has(codePoint) ? !isHeld(character) : isHeld(character) && !isComposed;
    if (isWrong) wrong.push(codePoint.toString(16));
  }
  expect(wrong).toEqual([]);
});

test.each(Object.entries(typefaces))(
  '%s can set every letter that any style can',
  (_, typeface) => {
    const held = heldBy(typeface);
    const missing = [...coverage.values()].flatMap((codePoints) =>
      [...codePoints].filter((codePoint) => !held.has(codePoint)),
    );
    expect(missing).toEqual([]);
  },
);

describe('letters that people write posters with', () => {
  const alphabets: Readonly<Record<string, string>> = {
    Latin:
      'abcdefghijklmnopqrstuvwxyzßẞàâäæçéèêëîïôœùûüÿñáíóúìòãõåøäöőűčďěňřšťůžąćęłńóśźżșțğışđðþāēīūģķļņėįųŵŷĉĝĥĵŝŭạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ',
    Greek: 'αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ',
    Cyrillic: 'абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўђѓєѕјљњћќџәғқңөұүһ',
    Hebrew: 'אבגדהוזחטיכךלמםנןסעפףצץקרשת׳״',
    Arabic: 'ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگکیۀ،؛؟٠١٢٣٤٥٦٧٨٩',
    Thai: 'กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะาำเแโใไๆฯ๐๑๒๓๔๕๖๗๘๙',
    Devanagari: 'अआइईउऊऋएऐओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहळक़ख़ग़ज़ड़ढ़फ़।०१२३४५६७८९',
    signs: '0123456789.,;:!?…-‐–—−+×÷=%‰°€$£¥¢#&@*/\\|()[]{}«»‹›“”„‘’‚"\'•·§¶©®™½¼¾²³№←↑→↓★☆♥♪',
  };

  test.each(Object.entries(alphabets))('%s', (_, letters) => {
    expect(Array.from(letters).filter((letter) => !isHeld(letter))).toEqual([]);
  });
});

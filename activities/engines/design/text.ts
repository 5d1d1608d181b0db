/** Lower-case words without accents, in order. */
export function words(text: string): string[] {
  const plain = text.toLowerCase().normalize('NFD').replaceAll('œ', 'oe').replace(/\p{M}/gu, '');
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** What our Latin fonts hold (Latin-1, Latin Extended-A, typographic punctuation, euro). */
const holds =
  /[\u0020-\u007e\u00a0-\u00ff\u0100-\u017f\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]/;

/**
 * The text with only what can be set: letters beyond our fonts lose their accents, emoji, symbols
 * and other scripts are left out rather than printed as boxes. White space is one space.
 */
export function printable(text: string): string {
  const set = Array.from(text.normalize('NFC'), (character) => {
    if (holds.test(character)) return character;
    if (/\s/.test(character)) return ' ';
    const plain = character.normalize('NFD').replace(/\p{M}/gu, '');
    return Array.from(plain).every((letter) => holds.test(letter)) ? plain : '';
  });
  const clean = set.join('').replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim();
  return /[\p{L}\p{N}]/u.test(clean) ? clean : '';
}

/** Lower-case words without accents, in order. */
export function plainWords(text: string): string[] {
  return writtenWords(text).map(withoutAccents);
}

/** Lower-case words as they are written, in order: an apostrophe or a hyphen ends one. */
export function writtenWords(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

/** "été" → "ete", "cœur" → "coeur". */
export function withoutAccents(word: string): string {
  return word.normalize('NFD').replaceAll('œ', 'oe').replace(/\p{M}/gu, '');
}

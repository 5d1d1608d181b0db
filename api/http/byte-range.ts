/** The part of a file that is asked for, both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a Range header for a file of `bytes` bytes. Null: send the whole file, as RFC 9110 has it for forms that
 * we do not serve (several ranges, other units).
 */
export function byteRange(header: string | undefined, bytes: number): ByteRange | 'beyond' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match) return null;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return null;
  const last = bytes - 1;
  if (from === '')
    return Number(to) === 0 ? 'beyond' : { start: Math.max(0, bytes - Number(to)), end: last };
  const range = { start: Number(from), end: to === '' ? last : Math.min(Number(to), last) };
  if (to !== '' && Number(to) < range.start) return null;
  return range.start > last ? 'beyond' : range;
}

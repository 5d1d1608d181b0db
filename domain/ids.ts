/** The kinds of public ids; `job_01k…` is the UUIDv7 of a job in another spelling (TypeID). */
export type IdPrefix =
  'job' | 'ast' | 'org' | 'usr' | 'key' | 'lot' | 'res' | 'jrn' | 'trf' | 'evt' | 'att' | 'bat';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** 26 characters of Crockford's base32 hold 130 bits, a UUID 128: the first one is never above 7. */
const SUFFIX = '[0-7][0-9a-hjkmnp-tv-z]{25}';
const PUBLIC_ID = new RegExp(`^([a-z]+)_(${SUFFIX})$`);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A UUID in our one spelling, from its 32 hexadecimal digits. */
export function spellUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Whether `text` is a UUID in the one spelling that we use (lower case, with dashes). */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** What every public id of this kind looks like, for schemas. */
export function idPattern(prefix: IdPrefix): RegExp {
  return new RegExp(`^${prefix}_${SUFFIX}$`);
}

/** `publicId('job', uuid)` = `job_` + the UUID as 26 characters of Crockford's base32 (TypeID). */
export function publicId(prefix: IdPrefix, uuid: string): string {
  if (!isUuid(uuid)) throw new RangeError('not a UUID');
  let rest = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let text = '';
  for (let position = 0; position < 26; position += 1) {
    text = ALPHABET.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return `${prefix}_${text}`;
}

/** The UUID inside a public id; null when it is malformed or of another kind. */
export function parseId(prefix: IdPrefix, text: string): string | null {
  const match = PUBLIC_ID.exec(text);
  if (match?.[1] !== prefix) return null;
  let value = 0n;
  for (const character of match[2] ?? '') {
    value = (value << 5n) | BigInt(ALPHABET.indexOf(character));
  }
  return spellUuid(value.toString(16).padStart(32, '0'));
}

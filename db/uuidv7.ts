import { randomFillSync } from 'node:crypto';
import { spellUuid } from '../domain/ids.ts';

/** A new UUIDv7 (RFC 9562): ids sort by the millisecond in which they were made. */
export function uuidv7(): string {
  const bytes = randomFillSync(Buffer.alloc(16));
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return spellUuid(bytes.toString('hex'));
}

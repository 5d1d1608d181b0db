import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isUuid, parseId, publicId } from './ids.ts';
import { uuidv7 } from '../db/uuidv7.ts';

test('a public id holds its UUID', () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      expect(parseId('job', publicId('job', uuid))).toBe(uuid);
    }),
  );
});

test('spells a UUID as TypeID does', () => {
  expect(publicId('org', '01890a5d-ac96-774b-bcce-b302099a8057')).toBe(
    'org_01h455vb4pex5vsknk084sn02q',
  );
});

test.each([
  'org_01h455vb4pex5vsknk084sn02q',
  'job_01h455vb4pex5vsknk084sn02',
  'job_81h455vb4pex5vsknk084sn02q',
  'job_01H455VB4PEX5VSKNK084SN02Q',
  'job_01h455vb4pex5vsknk084sn02u',
  'job_',
  '',
])('refuses %j as the id of a job', (text) => {
  expect(parseId('job', text)).toBeNull();
});

test('new ids are UUIDv7 of this millisecond', () => {
  const before = Date.now();
  const uuid = uuidv7();
  const madeAt = Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);
  expect(isUuid(uuid)).toBe(true);
  expect(uuid).toMatch(/^.{14}7.{4}[89ab]/);
  expect(madeAt).toBeGreaterThanOrEqual(before);
  expect(madeAt).toBeLessThanOrEqual(Date.now());
});

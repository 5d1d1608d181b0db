import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isOwnPlace, linkedTo, settleFolder } from './postgres-account.ts';

let top: string;
let folder: string;
let systemFolder: string;

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'atelier-account-')));
  folder = join(top, 'data/postgres');
  systemFolder = join(top, 'system');
});
afterEach(() => {
  rmSync(top, { recursive: true });
});

function symlinkTo(target: string): void {
  mkdirSync(join(top, 'data'));
  symlinkSync(target, folder);
}

describe("the cluster's folder", () => {
  test.each([
    ['an absolute', () => join(top, 'disk/pg')],
    ['a relative', () => '../disk/pg'],
  ])('that is %s symbolic link to nothing is refused and left as it is', (_kind, target) => {
    symlinkTo(target());
    expect(() => settleFolder(folder, null, systemFolder)).toThrow(
      `The database is away: ${folder} is a link to ${join(top, 'disk/pg')}, which is not there. Mount`,
    );
    expect(readlinkSync(folder)).toBe(target());
    expect(readdirSync(top)).toEqual(['data']);

    mkdirSync(join(top, 'disk/pg'), { recursive: true });
    expect(settleFolder(folder, null, systemFolder)).toBe(join(top, 'disk/pg'));
  });

  test('is in our own place only when we chose it', () => {
    expect(isOwnPlace(join(systemFolder, 'data-0123abcd/postgres'), systemFolder)).toBe(false);
    mkdirSync(systemFolder);
    for (const [place, own] of [
      [join(systemFolder, 'data-0123abcd/postgres'), true],
      [join(systemFolder, 'data-0123abcd'), false],
      [join(systemFolder, 'postgres'), false],
      [join(systemFolder, 'of-somebody/postgres'), false],
      [join(top, 'data-0123abcd/postgres'), false],
    ] as const)
      expect([place, isOwnPlace(place, systemFolder)]).toEqual([place, own]);
  });

  test('is in our own place also when that is reached over a symbolic link', () => {
    mkdirSync(join(top, 'disk'));
    symlinkSync('disk', systemFolder);
    expect(isOwnPlace(join(top, 'disk/data-0123abcd/postgres'), systemFolder)).toBe(true);
  });
});

const stranger = { name: 'nobody', uid: 65_534, gid: 65_534 };

test('no symbolic link is left to a place that could not be made', () => {
  mkdirSync(join(top, 'data'), { mode: 0o700 });
  const id = createHash('sha256').update(join(top, 'data')).digest('hex').slice(0, 8);
  mkdirSync(join(systemFolder, `data-${id}`), { recursive: true });
  writeFileSync(join(systemFolder, `data-${id}`, 'postgres'), 'in the way');
  expect(() => settleFolder(folder, stranger, systemFolder)).toThrow('EEXIST');
  expect(linkedTo(folder)).toBeNull();
});

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { placesOf, wipe } from './wipe.ts';

let top: string;
let root: string;
let postgres: string;
const systemFolder = () => join(top, 'system');

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'atelier-wipe-')));
  root = join(top, 'data');
  postgres = join(root, 'postgres');
  mkdirSync(root);
});
afterEach(() => {
  rmSync(top, { recursive: true });
});

/** A cluster beside somebody's letter, linked from the data folder. */
function linked(cluster: string, mark = 'PG_VERSION'): void {
  mkdirSync(join(cluster, 'base'), { recursive: true });
  writeFileSync(join(cluster, mark), '18\n');
  writeFileSync(join(dirname(cluster), 'letter.txt'), 'dear all');
  symlinkSync(cluster, postgres);
}

const folders = () => placesOf({ root, postgres }, systemFolder()).map(({ folder }) => folder);

function wipeAll(): void {
  for (const place of placesOf({ root, postgres }, systemFolder()))
    wipe(place, { keepFolder: false });
}

describe('what a reset wipes beside the data folder', () => {
  test('is nothing when the cluster lies in it, or is away', () => {
    mkdirSync(postgres);
    expect(folders()).toEqual([root]);
    rmSync(postgres, { recursive: true });
    symlinkSync(join(top, 'unmounted/pg'), postgres);
    expect(folders()).toEqual([root]);
  });

  test('is all that lies in the place made for the cluster, its programs too', () => {
    linked(join(systemFolder(), 'data-0123abcd/postgres'));
    mkdirSync(join(systemFolder(), 'data-0123abcd/postgres-programs-18.1'));
    mkdirSync(join(systemFolder(), 'of-another'));
    expect(folders()).toEqual([join(systemFolder(), 'data-0123abcd'), root]);
    wipeAll();
    expect(readdirSync(systemFolder())).toEqual(['of-another']);
    expect(existsSync(root)).toBe(false);
  });

  test('is the cluster alone where somebody has put it', () => {
    linked(join(top, 'srv/pg'));
    expect(folders()).toEqual([join(top, 'srv/pg'), root]);
    wipeAll();
    expect(readdirSync(join(top, 'srv'))).toEqual(['letter.txt']);
    expect(existsSync(root)).toBe(false);
  });

  test('is nothing where a link leads to what is no database', () => {
    linked(join(top, 'home/me'), 'diary.txt');
    expect(folders()).toEqual([root]);
  });
});

test('a folder that cannot be removed is left with nothing of ours in it', () => {
  for (const name of ['lost+found', 'logs', 'storage']) mkdirSync(join(root, name));
  wipeAll();
  expect(readdirSync(root)).toEqual(['lost+found']);
});

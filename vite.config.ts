import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { vitePlugin as remix } from '@remix-run/dev';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true;
  }
}

/** Scripts and styles as small as they get, made once a build (served by api/pages/packed-files.ts). */
function packedFiles(): Plugin {
  const pack = async (path: string) => {
    const data = await readFile(path);
    // Below this a packet is a packet.
    if (data.byteLength < 1_500) return;
    await writeFile(`${path}.br`, await promisify(brotliCompress)(data));
    await writeFile(`${path}.gz`, await promisify(gzip)(data));
  };
  return {
    name: 'packed-files',
    apply: 'build',
    async writeBundle({ dir = '' }, bundle) {
      if (!dir.endsWith('client')) return;
      const names = Object.keys(bundle).filter((name) => /\.(js|css)$/.test(name));
      await Promise.all(names.map((name) => pack(join(dir, name))));
    },
  };
}

export default defineConfig({
  publicDir: 'web/public',
  build: { target: 'es2022' },
  plugins: [
    tailwindcss(),
    packedFiles(),
    remix({
      appDirectory: 'web',
      // Remix empties this folder before it builds: the workflow bundle lies beside it, not inside.
      buildDirectory: 'build/web',
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_lazyRouteDiscovery: true,
        v3_routeConfig: true,
        v3_singleFetch: true,
      },
    }),
  ],
  optimizeDeps: {
    // Found late, these would be optimised again and the first page would reload once.
    include: [
      'react',
      'react-dom/client',
      'react/jsx-dev-runtime',
      '@remix-run/react',
      '@remix-run/node',
    ],
  },
});

import { vitePlugin as remix } from '@remix-run/dev';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true;
  }
}

export default defineConfig({
  publicDir: 'web/public',
  build: { target: 'es2022' },
  plugins: [
    tailwindcss(),
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

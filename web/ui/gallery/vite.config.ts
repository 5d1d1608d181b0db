import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Serves the page of components in development; the product's build does not know it. */
export default defineConfig({
  root: folder('./'),
  publicDir: folder('../../public'),
  cacheDir: folder('../../../node_modules/.cache/gallery'),
  clearScreen: false,
  esbuild: { jsx: 'automatic' },
  server: { host: '127.0.0.1', fs: { allow: [folder('../../../')] } },
  plugins: [tailwindcss()],
  optimizeDeps: {
    // Found late, these would be optimised again and the first page would reload once.
    include: ['react', 'react/jsx-dev-runtime', 'react-dom/client', 'radix-ui', 'lucide-react'],
  },
});

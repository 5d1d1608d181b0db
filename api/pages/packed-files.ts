import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from 'express';

const endings = { br: '.br', gzip: '.gz' } as const;

/** Scripts and styles as the build packed them (vite.config.ts), smaller than what is packed for each request. */
export function createPackedFiles(folder: string): RequestHandler {
  const assets = join(folder, 'assets');
  const packed = new Set(existsSync(assets) ? readdirSync(assets) : []);
  return (request, response, next) => {
    const [, name = ''] = /^\/assets\/([\w.-]+\.(?:js|css))$/.exec(request.path) ?? [];
    const encoding = (['br', 'gzip'] as const).find(
      (each) => packed.has(name + endings[each]) && request.acceptsEncodings(each) === each,
    );
    if (!encoding) {
      next();
      return;
    }
    response.type(name).set({
      'Content-Encoding': encoding,
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
    response.vary('Accept-Encoding');
    response.sendFile(name + endings[encoding], { root: assets, cacheControl: false });
  };
}

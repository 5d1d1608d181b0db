import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServerBuild } from '@remix-run/node';
import { buildWhenStale, webBuild } from '../../start/builds.ts';
import type { ApplicationParts } from '../application.ts';
import { servePages } from '../pages/serve-pages.ts';

export type BuiltPages = (origin: string) => ApplicationParts['pages'];

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The pages of a build from today's sources, and its routes. */
export async function builtPages(): Promise<{ pages: BuiltPages; routes: ServerBuild['routes'] }> {
  await buildWhenStale(webBuild, root, new AbortController().signal);
  const folder = join(root, 'build/web');
  const build = (await import(join(folder, 'server/index.js'))) as ServerBuild;
  const clientFolder = join(folder, 'client');
  const pages: BuiltPages = (origin) => (api) => servePages({ build, clientFolder, origin, api });
  return { pages, routes: build.routes };
}

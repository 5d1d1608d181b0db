import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Axe from 'axe-core';
import type { Page } from 'playwright-core';
import { launchBrowser, openPage } from '../../../e2e/browser.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const require = createRequire(import.meta.url);

/** The server of `npm run ui`, on a port that is free. */
async function serve(): Promise<{ url: string; stop: () => Promise<void> }> {
  const vite = fileURLToPath(
    new URL('bin/vite.js', `file://${require.resolve('vite/package.json')}`),
  );
  const server = spawn(process.execPath, [vite, '--config', 'web/ui/gallery/vite.config.ts'], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(server, 'exit');
  let said = '';
  for await (const chunk of server.stdout
    .setEncoding('utf8')
    .iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    const url = /http:\S+/.exec(said)?.[0];
    if (url !== undefined) {
      server.stdout.resume();
      const stop = async () => {
        server.kill();
        await exited;
      };
      return { url, stop };
    }
  }
  throw new Error(`the page of components was not served: ${said}`);
}

export interface Finding {
  /** The component whose state it is, empty for the page and what lies over it. */
  component: string;
  rule: string;
  html: string;
}

/** Everything axe finds by WCAG 2.2 A and AA, in the whole page or in the parts that are named. */
async function findings(page: Page, parts?: readonly string[]): Promise<Finding[]> {
  // Half-way through a change of colours, no ratio is the true one.
  await page.evaluate(() => {
    for (const change of document.getAnimations()) {
      if (change.effect?.getComputedTiming().endTime !== Infinity) change.finish();
    }
  });
  return page.evaluate(async (include) => {
    const { axe } = globalThis as unknown as { axe: typeof Axe };
    const there = include?.filter((part) => document.querySelector(part));
    const { violations } = await axe.run(there ? { include: there } : document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, target }) => ({
        component: document.querySelector(String(target[0]))?.closest('main > section')?.id ?? '',
        rule: id,
        html,
      })),
    );
  }, parts);
}

export type Gallery = Awaited<ReturnType<typeof openGallery>>;

/** Serves the page of components and opens a browser on it. */
export async function openGallery() {
  const [server, browser, axe] = await Promise.all([
    serve(),
    launchBrowser(),
    readFile(require.resolve('axe-core'), 'utf8'),
  ]);
  return {
    /** A page of its own; time stands still in a frozen one until the test lets it run. */
    async page(options: { width?: number; height?: number; frozen?: boolean } = {}) {
      const { width = 1280, height = 900 } = options;
      const opened = await openPage(browser, { viewport: { width, height } });
      const { page } = opened;
      if (options.frozen) await page.clock.install();
      await page.goto(server.url);
      await page.getByRole('heading', { name: 'Components' }).waitFor();
      await page.evaluate(axe);
      return {
        ...opened,
        findings: (parts?: readonly string[]) => findings(page, parts),
        /** Shows the overlay of that name alone, or none, in that theme. */
        show: (open = '', theme = 'dark') =>
          page.evaluate((query) => {
            history.replaceState(null, '', query);
            window.dispatchEvent(new PopStateEvent('popstate'));
          }, `?open=${open}&theme=${theme}`),
        /** How many pixels the page is wider than its window. */
        overflow: () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      };
    },
    async close(): Promise<void> {
      await browser.close();
      await server.stop();
    },
  };
}

export type GalleryPage = Awaited<ReturnType<Gallery['page']>>;

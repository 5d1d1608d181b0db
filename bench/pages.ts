/** What the studio costs a slow phone, and what it remembers: the product itself, in a real browser. */
import { fileURLToPath } from 'node:url';
import { buildWhenStale, webBuild } from '../start/builds.ts';
import { launchBrowser, openPage } from '../web/e2e/browser.ts';
import { studioPage } from '../web/e2e/studio-page.ts';
import { createFairInstance } from './fair/instance.ts';
import { type ColdLoad, loadCold } from './pages/cold-load.ts';
import { rememberedAfter } from './pages/memory.ts';
import { createPerson } from './pages/person.ts';
import { median } from './statistics.ts';

const rounds = 5;
const jobs = 30;

export async function run([part]: readonly string[] = []): Promise<void> {
  const root = fileURLToPath(new URL('../', import.meta.url));
  await buildWhenStale(webBuild, root, new AbortController().signal);
  const instance = await createFairInstance();
  const browser = await launchBrowser();
  try {
    const { origin } = instance;
    const { page, close } = await openPage(browser, { locale: 'en' });
    await studioPage(page, origin).signIn(await createPerson(instance));
    const session = await page.context().storageState();
    await close();
    if (part !== 'memory') {
      const loads: ColdLoad[] = [];
      for (let round = 0; round < rounds; round += 1) {
        loads.push(await loadCold(browser, `${origin}/studio`, session));
        process.stdout.write(`${JSON.stringify(loads.at(-1))}\n`);
      }
      const of = (what: keyof ColdLoad) => median(loads.map((load) => load[what]));
      print('bytes-kib', of('bytes') / 1024);
      print('visible-s', of('visibleMs') / 1_000);
      print('usable-s', of('usableMs') / 1_000);
      print('layout-shift', of('layoutShift'));
    }
    const after = await rememberedAfter(jobs, { browser, origin, session });
    print('heap-mb', after.heapMb);
    print('renderer-mb', after.rendererMb);
    print('renderer-with-caches-mb', after.withCachesMb);
  } finally {
    await browser.close();
    await instance.stop();
  }
}

function print(name: string, value: number): void {
  process.stdout.write(`RATIO pages.${name} ${value.toFixed(name === 'layout-shift' ? 3 : 1)}\n`);
}

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { Browser, BrowserContext } from 'playwright-core';
import sharp from 'sharp';
import { openPage } from '../../web/e2e/browser.ts';
import { phone } from '../../web/e2e/signed-in.ts';
import { studioPage } from '../../web/e2e/studio-page.ts';

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

const megabyte = 1e6;

interface Remembered {
  /** The page's own objects, after garbage is collected. */
  readonly heapMb: number;
  /** Its process, after the browser was told that memory is short: what it then cannot give back. */
  readonly rendererMb: number;
  /** Its process with what the browser keeps as long as nobody needs the memory: pictures that it decoded before. */
  readonly withCachesMb: number;
}

/** What the page holds after so many jobs, each of another picture of two megapixels. */
export async function rememberedAfter(
  jobs: number,
  { browser, origin, session }: { browser: Browser; origin: string; session: Session },
): Promise<Remembered> {
  const { page, close } = await openPage(browser, {
    ...phone,
    locale: 'en',
    storageState: session,
  });
  const studio = studioPage(page, origin);
  await studio.open();
  await studio.tool('Smart crop').click();
  await page.getByRole('radio', { name: /^Square/ }).click();
  for (let job = 0; job < jobs; job += 1) {
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: `${job}.jpg`, mimeType: 'image/jpeg', buffer: await picture() });
    await page.getByRole('heading', { name: `${job}.jpg` }).waitFor();
    await page.getByRole('button', { name: 'Process image (1 credit)' }).click();
    await studio.done().waitFor();
  }
  const withCachesMb = await largestRenderer(browser);
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Memory.simulatePressureNotification', { level: 'critical' });
  await protocol.send('HeapProfiler.collectGarbage');
  const { usedSize } = await protocol.send('Runtime.getHeapUsage');
  const rendererMb = await whenGivenBack(browser);
  await close();
  return { heapMb: usedSize / megabyte, rendererMb, withCachesMb };
}

async function picture(): Promise<Buffer> {
  const raw = { width: 16, height: 12, channels: 3 as const };
  return sharp(randomBytes(16 * 12 * 3), { raw })
    .resize(1_600, 1_200)
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** What is left of that process once the browser has stopped giving back. */
async function whenGivenBack(browser: Browser): Promise<number> {
  for (let before = await largestRenderer(browser); ;) {
    await setTimeout(1_000);
    const now = await largestRenderer(browser);
    if (now > before - 1) return now;
    before = now;
  }
}

/** Resident megabytes of the largest process that draws pages; not a number where there is no /proc. */
async function largestRenderer(browser: Browser): Promise<number> {
  const protocol = await browser.newBrowserCDPSession();
  const { processInfo } = await protocol.send('SystemInfo.getProcessInfo');
  const sizes = await Promise.all(
    processInfo
      .filter(({ type }) => type === 'renderer')
      .map(async ({ id }) => {
        const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
        return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024) / megabyte;
      }),
  );
  return Math.max(...sizes);
}

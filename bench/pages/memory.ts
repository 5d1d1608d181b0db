import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext } from 'playwright-core';
import sharp from 'sharp';
import { openPage } from '../../web/e2e/browser.ts';
import { phone } from '../../web/e2e/signed-in.ts';
import { studioPage } from '../../web/e2e/studio-page.ts';

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

const megabyte = 1e6;

/** What the page holds after so many jobs, each of another picture of two megapixels: its heap, and its process. */
export async function rememberedAfter(
  jobs: number,
  { browser, origin, session }: { browser: Browser; origin: string; session: Session },
): Promise<{ heapMb: number; rendererMb: number }> {
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
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('HeapProfiler.collectGarbage');
  const { usedSize } = await protocol.send('Runtime.getHeapUsage');
  const rendererMb = await largestRenderer(browser);
  await close();
  return { heapMb: usedSize / megabyte, rendererMb };
}

async function picture(): Promise<Buffer> {
  const raw = { width: 16, height: 12, channels: 3 as const };
  return sharp(randomBytes(16 * 12 * 3), { raw })
    .resize(1_600, 1_200)
    .jpeg({ quality: 90 })
    .toBuffer();
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

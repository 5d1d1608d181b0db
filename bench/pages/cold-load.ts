import type { Browser, BrowserContext } from 'playwright-core';
import { openPage } from '../../web/e2e/browser.ts';
import { bytesOf, weighAnswers } from '../../web/e2e/page-weight.ts';
import { phone } from '../../web/e2e/signed-in.ts';
import { slowPhone } from '../../web/e2e/slow-phone.ts';

export interface ColdLoad {
  /** Of everything until nothing is under way, over the line. */
  readonly bytes: number;
  /** Until the first tool can be seen. */
  readonly visibleMs: number;
  /** Until tool, file and words are taken. */
  readonly usableMs: number;
  /** Cumulative layout shift. */
  readonly layoutShift: number;
}

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Loads the studio once as a slow phone that has never been there. */
export async function loadCold(browser: Browser, url: string, session: Session): Promise<ColdLoad> {
  const { page, close } = await openPage(browser, {
    ...phone,
    locale: 'en',
    storageState: session,
  });
  const answers = await weighAnswers(page);
  await (await slowPhone(page)).slow();
  await page.addInitScript(() => {
    const shifts = { sum: 0 };
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        shifts.sum += (entry as PerformanceEntry & { value: number }).value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(url, { waitUntil: 'commit' });
  const since = () => page.evaluate(() => performance.now());
  await page.getByRole('radio').first().waitFor();
  const visibleMs = await since();
  await page.waitForFunction(
    () => document.readyState !== 'loading' && window.earlyPresses === undefined,
  );
  const usableMs = await since();
  await page.waitForLoadState('networkidle');
  const layoutShift = await page.evaluate(
    () => (window as unknown as { shifts: { sum: number } }).shifts.sum,
  );
  await close();
  return { bytes: bytesOf(answers), visibleMs, usableMs, layoutShift };
}

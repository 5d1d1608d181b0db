import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findBrowser } from './find-browser.ts';

/**
 * The browser of this machine, or the one that came with the packages; a missing one is a failure, never a skip.
 * @param settings more switches, for what people set in their browser
 */
export async function launchBrowser(...settings: readonly string[]): Promise<Browser> {
  const { executablePath, environment } = await findBrowser({ environment: process.env });
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...environment },
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...settings,
    ],
  });
}

/** A page of its own, and everything its console complained about. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions,
): Promise<{ page: Page; complaints: string[]; close: () => Promise<void> }> {
  const context = await browser.newContext({ acceptDownloads: true, ...options });
  // Jobs compute for real, on whatever machine this is; only a test that hangs is to end.
  context.setDefaultTimeout(120_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints, close: () => context.close() };
}

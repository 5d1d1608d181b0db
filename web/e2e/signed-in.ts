import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser, openPage } from './browser.ts';
import { studioPage } from './studio-page.ts';
import { joinStudio } from './studio.ts';

export const desktop = { viewport: { width: 1440, height: 900 } };
export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };

export type OpenStudio = Awaited<ReturnType<typeof openStudio>>;

/** A browser, and a person of the file's own who signs in once; each page is opened with that session. */
export async function openStudio(...settings: readonly string[]) {
  const [studio, browser] = await Promise.all([joinStudio(), launchBrowser(...settings)]);
  const first = await openPage(browser, { locale: 'en' });
  await studioPage(first.page, studio.baseUrl).signIn(studio);
  const session = await first.page.context().storageState();
  await first.close();

  return {
    baseUrl: studio.baseUrl,

    /** A page that has loaded nothing yet, in a browser that keeps nothing, with or without the session. */
    cold: (options: BrowserContextOptions, who: 'signed in' | 'a stranger') =>
      openPage(browser, {
        locale: 'en',
        ...(who === 'signed in' && { storageState: session }),
        ...options,
      }),

    async signedIn(options: BrowserContextOptions, language: 'en' | 'fr' = 'en') {
      const opened = await openPage(browser, {
        locale: language,
        storageState: session,
        ...options,
      });
      const page = studioPage(opened.page, studio.baseUrl, language);
      await page.open();
      return { ...opened, studio: page };
    },

    /** Another person of the same organization, signed in. */
    async colleague(options: BrowserContextOptions, language: 'en' | 'fr') {
      const bea = { email: `${randomUUID()}@example.com`, password: randomUUID(), name: 'Bea' };
      await studio.join(bea, 'a colleague');
      const opened = await openPage(browser, { locale: language, ...options });
      const page = studioPage(opened.page, studio.baseUrl, language);
      await page.signIn(bea);
      return { ...opened, studio: page };
    },

    /** Fills in the sign-in page that a lost session leads to. */
    async signInAgain(page: Page): Promise<void> {
      await page.getByLabel('E-mail').fill(studio.email);
      await page.getByLabel('Password').fill(studio.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL('**/studio*');
    },

    async close(): Promise<void> {
      await browser.close();
      await studio.leave();
    },
  };
}

const sample = (name: string) =>
  readFile(new URL(`../../media/fixtures/photos/${name}`, import.meta.url));

/** A picture that was never seen before: an equal one would be answered from the stored result, for nothing. */
export async function freshPhoto(name: string): Promise<Buffer> {
  const patch = { raw: { width: 4, height: 4, channels: 3 as const } };
  return sharp(await sample(name))
    .composite([{ input: randomBytes(48), ...patch, gravity: 'southeast' }])
    .png()
    .toBuffer();
}

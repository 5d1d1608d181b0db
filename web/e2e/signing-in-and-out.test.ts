import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser, openPage } from './browser.ts';
import { desktop } from './signed-in.ts';
import { joinStudio, type JoinedStudio } from './studio.ts';
import { studioPage } from './studio-page.ts';

const bea = { email: 'bea@example.com', password: 'correct horse battery' };

let studio: JoinedStudio;
let browser: Browser;
beforeAll(async () => {
  [studio, browser] = await Promise.all([joinStudio(), launchBrowser()]);
  await studio.join({ ...bea, name: 'Bea' });
});
afterAll(async () => {
  await browser.close();
  await studio.leave();
});

/** A tab in which nobody has signed in yet, and the jobs that it asks for. */
async function openTab(options: BrowserContextOptions, baseUrl = studio.baseUrl) {
  await studio.forgetAttempts();
  const opened = await openPage(browser, { locale: 'en', ...options });
  const { page } = opened;
  const asked: { key: string | undefined; operation: string }[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'POST' || !request.url().endsWith('/v1/jobs')) return;
    const { operation } = request.postDataJSON() as { operation: string };
    asked.push({ key: request.headers()['idempotency-key'], operation });
  });
  const at = studioPage(page, baseUrl);
  return {
    ...opened,
    at,
    asked,
    async signOut(): Promise<void> {
      await at.button(/^Account/).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.waitForURL('**/sign-in');
    },
    /** Asks for a design whose answer never comes. */
    async askInVain(): Promise<void> {
      await page.route('**/v1/jobs', (route) => route.abort());
      await at.tool('Text to design').click();
      await page.getByRole('textbox', { name: 'Describe your design' }).fill('Spring fair');
      await at.button('Generate design (5 credits)').click();
      await page.getByRole('alert').filter({ hasText: 'No answer came' }).waitFor();
      await page.unroute('**/v1/jobs');
    },
  };
}

describe('a request without an answer', () => {
  test('is sent again after a reload, as the same job', async () => {
    const tab = await openTab(desktop);
    const { at, page, asked, close } = tab;
    await at.signIn(studio);
    await tab.askInVain();
    await page.reload();
    await at.done().waitFor();
    expect(asked).toEqual([
      { key: asked[0]?.key, operation: 'text-to-design' },
      { key: asked[0]?.key, operation: 'text-to-design' },
    ]);
    await close();
  });

  test('is not sent again once the server may have forgotten it', async () => {
    const tab = await openTab(desktop);
    const { at, page, asked, close } = tab;
    await at.signIn(studio);
    await tab.askInVain();
    await page.clock.setFixedTime(Date.now() + 24 * 3_600_000);
    const alert = page.getByRole('alert');
    await Promise.all([page.waitForEvent('load'), alert.getByRole('button').click()]);
    await at.button(/^Account/).waitFor();
    expect(await alert.count()).toBe(0);
    expect(asked).toHaveLength(1);
    await close();
  });

  test('is not sent for whoever signs in next in the same tab', async () => {
    const tab = await openTab(desktop);
    const { at, page, asked, close } = tab;
    await at.signIn(studio);
    await tab.askInVain();
    await tab.signOut();
    asked.length = 0;
    await at.signIn(bea);
    // What a page sends by itself goes out before anything that is pressed.
    await at.tool('Extract colors').click();
    await page.getByRole('button', { name: /^Example: a cat/ }).click();
    await page.getByText('chelsea.jpg').first().waitFor();
    await at.button('Process image (free)').click();
    await at.done().waitFor();
    expect(asked.map(({ operation }) => operation)).toEqual(['extract-colors']);
    await close();
  });
});

test('the theme and the way out work under every name of this machine', async () => {
  const tab = await openTab(desktop, studio.baseUrl.replace('localhost', '127.0.0.1'));
  const { at, page, close } = tab;
  await at.signIn(studio);
  await at.button('Switch to the light theme').click();
  await page.locator('html[data-theme=light]').waitFor();
  await tab.signOut();
  await close();
});

describe('a page whose person has left', () => {
  test('spends nothing of who signed in since in another tab, and says what to do', async () => {
    const tab = await openTab(desktop);
    const { at, page, close } = tab;
    await at.signIn(studio);
    await at.tool('Text to design').click();
    await page.getByRole('textbox', { name: 'Describe your design' }).fill('Spring fair');

    const other = studioPage(await page.context().newPage(), studio.baseUrl);
    await other.open();
    await other.button(/^Account/).click();
    await other.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await other.page.waitForURL('**/sign-in');
    const shutter = at.button('Generate design (5 credits)');
    await shutter.click();
    const alert = page.getByRole('alert');
    await alert.filter({ hasText: 'Your session has ended' }).waitFor();

    await other.signIn(bea);
    const frames = other.page.getByRole('region', { name: 'Contact sheet' }).getByRole('listitem');
    const before = await frames.count();
    await shutter.click();
    await alert.filter({ hasText: 'Somebody signed in for another organization' }).waitFor();
    await alert.filter({ hasText: '0 credits charged' }).waitFor();
    await other.open();
    expect(await frames.count()).toBe(before);

    // The way out of the old page is not the way out of the new session.
    await at.button(/^Account/).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByText('This page shows another organization.').waitFor();
    await page.getByRole('link', { name: 'Go to the studio' }).click();
    await page.getByRole('button', { name: 'Account: Bea' }).waitFor();
    await close();
  });
});

test('whoever has too few credits reads so before the press, and after it', async () => {
  const { at, page, asked, close } = await openTab(desktop);
  await at.signIn(bea);
  await at.tool('Text to design').click();
  await page.getByRole('textbox', { name: 'Describe your design' }).fill('Spring fair');
  await page.getByText('You have 0. Whoever runs this Atelier can add credits.').waitFor();
  await at.button('Generate design (5 credits)').click();
  await page.getByRole('alert').filter({ hasText: '5 needed, 0 available' }).waitFor();
  expect(asked).toHaveLength(1);
  await close();
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { desktop, freshPhoto, openStudio, type OpenStudio } from './signed-in.ts';

let studio: OpenStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

const words = {
  en: {
    tool: /^Upscale$/,
    drop: 'Click or drop an image here',
    chosen: 'cup.png',
    remove: /^Remove the image$/,
    press: /^Process image/,
    cancel: /^Cancel free/,
    canceled: /^Upscale, Canceled/,
    job: 'Upscale',
    more: /^Show older ones$/,
  },
  fr: {
    tool: /^Agrandir$/,
    drop: 'Cliquez ou glissez une image ici',
    chosen: 'cup.png',
    remove: /^Retirer l’image$/,
    press: /^Lancer le traitement/,
    cancel: /^Annuler sans frais/,
    canceled: /^Agrandir, Annulé/,
    job: 'Agrandir',
    more: /^Voir les plus anciens$/,
  },
} as const;

/** What has the focus, as it is called. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return 'nothing';
    return element.getAttribute('aria-label') ?? element.textContent.trim();
  });

async function press(page: Page, key: 'Tab' | 'Shift+Tab' | 'ArrowDown', name: RegExp) {
  for (let presses = 0; presses < 80; presses += 1) {
    if (name.test(await focused(page))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never reached ${String(name)}`);
}

/** Focus moves a moment after what had it has gone. */
const untilFocused = (page: Page, name: string) =>
  page.waitForFunction(
    (wanted) => {
      const { activeElement: at } = document;
      if (!at || at === document.body) return false;
      return (at.getAttribute('aria-label') ?? at.textContent).includes(wanted);
    },
    name,
    { timeout: 20_000 },
  );

async function choose(page: Page, drop: string) {
  const file = { name: 'cup.png', mimeType: 'image/png', buffer: await freshPhoto('coffee.png') };
  await press(page, 'Tab', new RegExp(`^${drop}$`));
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.keyboard.press('Enter'),
  ]);
  await chooser.setFiles(file);
}

describe.each(['en', 'fr'] as const)('with the keyboard alone, in %s', (language) => {
  const say = words[language];

  test('focus never falls off the page: picture, its removal, job, cancel', async () => {
    const { page, studio: at, complaints, close } = await studio.signedIn(desktop, language);
    // One listener that stays: what is asked for only at the press may come too late.
    page.on('filechooser', () => undefined);
    await press(page, 'Tab', /^(Text to design|Texte vers design)$/);
    await press(page, 'ArrowDown', say.tool);
    await choose(page, say.drop);
    await untilFocused(page, say.chosen);
    await press(page, 'Tab', say.remove);
    await page.keyboard.press('Enter');
    await untilFocused(page, say.drop);
    await choose(page, say.drop);
    await untilFocused(page, say.chosen);

    // In the form, whose own button is gone with the picture.
    await at.button(say.remove).last().focus();
    await page.keyboard.press('Enter');
    await untilFocused(page, say.drop);
    await press(page, 'Shift+Tab', new RegExp(`^${say.drop}$`));
    await choose(page, say.drop);
    await untilFocused(page, say.chosen);

    await press(page, 'Tab', say.press);
    await page.keyboard.press('Enter');
    await at.button(say.cancel).waitFor();
    await press(page, 'Shift+Tab', say.cancel);
    await page.keyboard.press('Enter');
    await untilFocused(page, say.job);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H3');

    // The contact sheet is one stop.
    await press(page, 'Tab', say.canceled);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('ul') ?? null)).toBeNull();
    expect(complaints).toEqual([]);
    await close();
  });
});

test('focus and live region survive the answer that gives a job its id', async () => {
  const { page, studio: at, close } = await studio.signedIn(desktop);
  await at.tool('Upscale').click();
  await at.drop('cup.png', await freshPhoto('coffee.png'));
  const answer = Promise.withResolvers<undefined>();
  await page.route('**/v1/jobs', async (route) => {
    await answer.promise;
    await route.continue();
  });
  await at.button(/^Process image/).click();
  const cancel = await at.button(/^Cancel free/).elementHandle();
  const region = await page.getByRole('status').filter({ hasText: 'Upscale' }).elementHandle();
  const picture = await page.getByRole('img', { name: 'Original image' }).elementHandle();
  await cancel.focus();
  answer.resolve(undefined);
  await at
    .steps()
    .getByText(/^Enlarging/)
    .waitFor();
  expect(await cancel.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await region.evaluate((element) => element.isConnected)).toBe(true);
  expect(await picture.evaluate((element) => element.isConnected)).toBe(true);
  await cancel.click();
  await page.getByText('Canceled. 0 credits charged.').first().waitFor();
  await close();
});

test('older jobs come to the focus when their button is gone, and are counted aloud', async () => {
  const { page, close } = await studio.signedIn(desktop);
  const { request } = page.context();
  const { origin } = new URL(page.url());
  const organization =
    (await page.locator('[data-organization]').getAttribute('data-organization')) ?? '';
  const headers = { origin, prefer: 'wait=20', 'atelier-organization': organization };
  const file = { name: 'cup.png', mimeType: 'image/png', buffer: await freshPhoto('coffee.png') };
  const uploaded = await request.post(`${origin}/v1/assets`, { headers, multipart: { file } });
  const asset = ((await uploaded.json()) as { id: string }).id;
  for (let made = 0; made < 49; made += 1) {
    const data = { operation: 'extract-colors', input: { asset } };
    await request.post(`${origin}/v1/jobs`, { headers, data });
  }
  await page.reload();
  await page.getByRole('button', { name: /^Account/ }).waitFor();
  const frames = page.getByRole('region', { name: 'Contact sheet' }).getByRole('listitem');
  expect(await frames.count()).toBe(48);
  await page.getByRole('button', { name: words.en.more }).focus();
  await page.keyboard.press('Enter');
  await page
    .getByRole('status')
    .filter({ hasText: /^\d+ older jobs? shown\.$/ })
    .waitFor();
  const first = frames.nth(48).getByRole('button');
  await first.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('ArrowLeft');
  await frames.nth(47).getByRole('button').and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Home');
  await frames.first().getByRole('button').and(page.locator(':focus')).waitFor();
  expect(await frames.locator('button[tabindex="0"]').count()).toBe(1);
  await close();
});

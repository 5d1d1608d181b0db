import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BrowserContextOptions } from 'playwright-core';
import sharp from 'sharp';
import { desktop, openStudio, type OpenStudio, phone } from './signed-in.ts';

let studio: OpenStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

async function signedIn(options: BrowserContextOptions, language: 'en' | 'fr' = 'en') {
  const opened = await studio.signedIn(options, language);
  /** Bodies of what was sent to /v1 with a POST, what only asks for a price left aside. */
  const sent: unknown[] = [];
  opened.page.on('request', (request) => {
    if (request.method() === 'POST' && /\/v1\/(?!quotes)/.test(request.url()))
      sent.push(request.url().endsWith('/v1/jobs') ? request.postDataJSON() : request.url());
  });
  const note = opened.page.getByText(/^(Filled in from an earlier job|Rempli d’après)/);
  return { ...opened, sent, note };
}

/** A grey wall: nothing on it can be cut out. */
const wall = (shade: number) =>
  sharp({ create: { width: 320, height: 240, channels: 3, background: `rgb(9,99,${shade})` } })
    .png()
    .toBuffer();

describe('an ended job', () => {
  test('goes back into the form as it was, and is charged for only when the shutter is pressed', async () => {
    const { page, studio: at, sent, note, complaints, close } = await signedIn(desktop);
    await at.tool('Text to design').click();
    const prompt = page.getByRole('textbox', { name: 'Describe your design' });
    await prompt.fill('Spring fair');
    await page.getByRole('radio', { name: 'Vintage' }).click();
    await page.getByRole('radio', { name: 'Story' }).click();
    await at.button('Generate design (5 credits)').click();
    await at.done().waitFor();
    await prompt.fill('Something else');
    await page.getByRole('radio', { name: 'Playful' }).click();
    await at.tool('Extract colors').click();
    const before = await at.available();

    await page.getByRole('button', { name: /^Text to design, Done/ }).click();
    sent.length = 0;
    await at.button('Run again').click();
    await note.waitFor();
    expect(await note.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await prompt.inputValue()).toBe('Spring fair');
    expect(await page.getByRole('radio', { name: 'Vintage' }).getAttribute('aria-checked')).toBe(
      'true',
    );
    expect(await at.findings()).toEqual([]);
    expect(sent).toEqual([]);
    expect(await at.available()).toBe(before);

    await at.button('Generate design (5 credits)').click();
    await at.done().waitFor();
    expect(sent).toMatchObject([
      {
        operation: 'text-to-design',
        input: { prompt: 'Spring fair', style: 'vintage', aspect_ratio: '9:16' },
      },
    ]);
    expect(await note.count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  test.each([
    ['a desktop', desktop, 'en', 'Remove background', 'Process image (1 credit)', 'Run again'],
    [
      'a phone',
      phone,
      'fr',
      'Supprimer l’arrière-plan',
      'Lancer le traitement (1\u00a0crédit)',
      'Relancer',
    ],
  ] as const)(
    'that failed offers it first on %s, and brings its picture along without another upload',
    async (_where, options, language, tool, shutter, again) => {
      const { page, studio: at, sent, note, complaints, close } = await signedIn(options, language);
      await at.tool(tool).click();
      await at.drop('wall.png', await wall(randomBytes(1)[0] ?? 0));
      await at.button(shutter).click();
      const card = page.getByRole('alert');
      const button = card.getByRole('button').first();
      await button.waitFor();
      // Nothing but the server knows the picture now.
      await page.reload();
      await button.waitFor();
      expect(await button.textContent()).toBe(again);
      expect(await at.findings()).toEqual([]);
      expect(await at.overflow()).toBeLessThanOrEqual(0);
      const asked = sent[1];
      sent.length = 0;
      await button.click();
      await note.waitFor();
      await page
        .getByText(/320 × 240/)
        .first()
        .waitFor();
      expect(await at.findings()).toEqual([]);
      expect(await at.overflow()).toBeLessThanOrEqual(0);
      expect(sent).toEqual([]);
      await at.button(shutter).click();
      await card.waitFor();
      expect(sent).toEqual([asked]);
      await card.getByRole('button', { name: /Product mode|mode Produit/ }).click();
      await note.waitFor();
      const product = page.getByRole('radio', { name: /^Produ/ });
      expect(await product.getAttribute('aria-checked')).toBe('true');
      expect(complaints).toEqual([]);
      await close();
    },
  );

  test('that was canceled, in the very moment it was accepted, keeps its settings; a picture that is gone is named', async () => {
    const { page, studio: at, sent, note, close } = await signedIn(desktop);
    await at.tool('Upscale').click();
    const photo = await readFile(
      new URL('../../media/fixtures/photos/coffee.png', import.meta.url),
    );
    await at.drop('cup.png', photo);
    const fourfold = page.getByRole('radio', { name: /^4×/ });
    await fourfold.click();
    // The earliest moment at which the screen shows the job itself: the page's own effects have not run yet.
    await page.evaluate(() => {
      const observer = new MutationObserver(() => {
        if (!document.querySelector('#steps a[href^="/jobs/"]')) return;
        observer.disconnect();
        window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
      });
      observer.observe(document.body, { childList: true, subtree: true });
    });
    await at.button('Process image (4 credits)').click();
    await page.getByText('Canceled. 0 credits charged.', { exact: true }).waitFor();
    await page.getByRole('radio', { name: /^2×/ }).click();
    await at.button('Run again').click();
    await note.waitFor();
    expect(await fourfold.getAttribute('aria-checked')).toBe('true');
    await at.button('Process image (4 credits)').waitFor();

    await page.getByRole('button', { name: /^Upscale, Canceled/ }).click();
    await page.route('**/v1/assets/*', (route) =>
      route.fulfill({ status: 404, json: { code: 'not_found', status: 404 } }),
    );
    await at.button('Run again').click();
    await page.getByText('The image is no longer there. Add it again.').waitFor();
    expect(sent.filter((body) => typeof body === 'object')).toHaveLength(1);
    await close();
  });
});

test('a design is drawn anew, unless its own seed is asked for, which is free', async () => {
  const { page, studio: at, sent, note, close } = await signedIn(desktop);
  await at.tool('Text to design').click();
  await page.getByRole('textbox', { name: 'Describe your design' }).fill('Harvest');
  await at.button('Generate design (5 credits)').click();
  await at.done().waitFor();
  const before = await at.available();
  for (const [press, price] of [
    ['Run again', '5 credits'],
    ['Same seed', 'free'],
  ] as const) {
    await page
      .getByRole('button', { name: /^Text to design, Done/ })
      .last()
      .click();
    await at.button(press).click();
    await note.waitFor();
    // Only the server knows that the stored result will answer: the button says so as soon as it does.
    await at.button(`Generate design (${price})`).click();
    await at.done().waitFor();
  }
  const seeds = sent.map((body) => (body as { input: { seed?: number } }).input.seed);
  expect(seeds).toEqual([undefined, undefined, expect.any(Number)]);
  await page.getByText('Already made: 0 credits.').first().waitFor();
  expect(await at.available()).toBe(before - 5);
  await close();
});

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser, openPage } from './browser.ts';
import { studioPage } from './studio-page.ts';
import { type RunningStudio, startStudio } from './studio.ts';

let studio: RunningStudio;
let browser: Browser;
let session: NonNullable<Exclude<BrowserContextOptions['storageState'], string>>;
const minutes = 60_000;

beforeAll(async () => {
  [studio, browser] = await Promise.all([startStudio(), launchBrowser()]);
  const { page, close } = await openPage(browser, { locale: 'en' });
  await studioPage(page, studio.baseUrl).signIn(studio);
  session = await page.context().storageState();
  await close();
}, 8 * minutes);

afterAll(async () => {
  await browser.close();
  await studio.stop();
}, minutes);

const sample = (name: string) => readFile(new URL(`../public/samples/${name}`, import.meta.url));

/** A picture that was never seen before: an equal one would be answered from the stored result, for nothing. */
async function freshPhoto(name: string): Promise<Buffer> {
  const patch = { raw: { width: 4, height: 4, channels: 3 as const } };
  return sharp(await sample(name))
    .composite([{ input: randomBytes(48), ...patch, gravity: 'southeast' }])
    .png()
    .toBuffer();
}

async function signedIn(options: BrowserContextOptions, language: 'en' | 'fr' = 'en') {
  const opened = await openPage(browser, { locale: language, storageState: session, ...options });
  const page = studioPage(opened.page, studio.baseUrl, language);
  await page.open();
  return { ...opened, studio: page };
}

const desk = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };

describe('the studio', () => {
  test(
    'cuts a dropped photo out for one credit and hands over a transparent PNG',
    async () => {
      const { studio: page, complaints, close } = await signedIn(desk);
      const before = await page.available();
      const photo = await freshPhoto('coffee.png');
      await page.tool('Remove background').click();
      await page.drop('cup.png', photo);
      await page.button('Process image (1 credit)').click();

      await page.steps().getByText('Accepted', { exact: true }).waitFor();
      await page
        .steps()
        .getByText(/^Cutting out/)
        .waitFor();
      await page.done().waitFor({ timeout: minutes });
      await page.compare().waitFor();

      const { fileName, bytes } = await page.download('Download');
      expect(fileName).toBe('cup-background-removal.png');
      const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
      const source = await sharp(photo).metadata();
      expect([info.width, info.height]).toEqual([source.width, source.height]);
      expect(info.channels).toBe(4);
      expect(data[3]).toBe(0);
      await page.page.getByText(/1 credit charged, \d+ left/).waitFor();
      expect(await page.available()).toBe(before - 1);
      expect(complaints).toEqual([]);
      await close();
    },
    3 * minutes,
  );

  test(
    'compares before and after with the keyboard',
    async () => {
      const { studio: page, close } = await signedIn(desk);
      await page.page
        .getByRole('button', { name: /^Remove background, Done/ })
        .first()
        .click();
      const slider = page.compare();
      await slider.focus();
      await slider.press('ArrowRight');
      expect(await slider.inputValue()).toBe('51');
      await slider.press('Shift+ArrowRight');
      expect(await slider.inputValue()).toBe('61');
      await slider.press('Home');
      expect(await slider.getAttribute('aria-valuetext')).toBe('0% of the original image');
      await close();
    },
    minutes,
  );

  test(
    'can be used with the keyboard alone, from tool to result',
    async () => {
      const { studio: page, complaints, close } = await signedIn(desk);
      const { keyboard } = page.page;
      const focused = () =>
        page.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
      const tabTo = async (name: RegExp) => {
        for (let presses = 0; presses < 60; presses += 1) {
          if (name.test(await focused())) return;
          await keyboard.press('Tab');
        }
        throw new Error(`The tab key never reached ${String(name)}`);
      };
      await tabTo(/Text to design|Remove background/);
      while ((await focused()) !== 'Extract colors') await keyboard.press('ArrowDown');
      await tabTo(/^Example: a cat/);
      await keyboard.press('Enter');
      await page.page.getByRole('heading', { name: 'chelsea.png' }).waitFor();
      await tabTo(/^Process image \(free\)/);
      await keyboard.press('Enter');
      await page.done().waitFor({ timeout: minutes });
      await tabTo(/^Copy #/);
      const wanted = /#[0-9a-f]{6}/i.exec(await focused())?.[0];
      await keyboard.press('Enter');
      await page.page.getByText(`${wanted ?? ''} copied`).waitFor();
      expect(await page.page.evaluate(() => navigator.clipboard.readText())).toBe(wanted);
      expect(complaints).toEqual([]);
      await close();
    },
    2 * minutes,
  );

  test(
    'speaks French from the first page, with prices in words',
    async () => {
      const { studio: page, complaints, close } = await signedIn(desk, 'fr');
      expect(await page.page.locator('html').getAttribute('lang')).toBe('fr');
      await page.page.getByText('Sélectionnez un outil').waitFor();
      await page.page.getByText('Cliquez ou glissez une image ici').waitFor();
      await page.tool('Texte vers design').click();
      await page.button('Générer le design (5\u00a0crédits)').waitFor();
      await page.tool('Extraire les couleurs').click();
      await page.button('Lancer le traitement (gratuit)').waitFor();
      expect(complaints).toEqual([]);
      await close();
    },
    minutes,
  );

  test(
    'changes language and theme in place and remembers both',
    async () => {
      const { studio: page, close } = await signedIn(desk);
      await page.button('Switch to the light theme').click();
      await page.page.locator('html[data-theme=light]').waitFor();
      await page.button(/^Account/).click();
      await page.page.getByRole('menuitemradio', { name: 'Français' }).click();
      await page.page.getByText('Sélectionnez un outil').waitFor();
      await page.page.reload();
      await page.page.locator('html[lang=fr][data-theme=light]').waitFor();
      await close();
    },
    minutes,
  );

  test.each([
    ['a desk', desk],
    ['a phone', phone],
  ])(
    'fits %s and passes axe in both themes, idle and with a result',
    async (_name, options) => {
      const { studio: page, complaints, close } = await signedIn(options);
      expect(await page.findings()).toEqual([]);
      await page.tool('Upscale').click();
      expect(await page.findings()).toEqual([]);
      await page.page
        .getByRole('button', { name: /^Remove background, Done/ })
        .first()
        .click();
      await page.compare().waitFor();
      expect(await page.findings()).toEqual([]);
      expect(await page.overflow()).toBeLessThanOrEqual(0);
      await page.button('Switch to the light theme').click();
      await page.page.locator('html[data-theme=light]').waitFor();
      expect(await page.findings()).toEqual([]);
      await page.page.getByRole('link', { name: 'Details of the job' }).click();
      await page.page.getByRole('heading', { name: 'Steps' }).waitFor();
      expect(await page.findings()).toEqual([]);
      expect(await page.overflow()).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
      await close();
    },
    2 * minutes,
  );

  test(
    'refuses what is not a picture before anything is sent',
    async () => {
      const { studio: page, close } = await signedIn(desk);
      const sent: string[] = [];
      page.page.on('request', (request) => {
        if (request.method() === 'POST') sent.push(request.url());
      });
      await page.drop('notes.png', Buffer.from('not a picture at all'));
      await page.page.getByText(/not an accepted image/).waitFor();
      expect(sent).toEqual([]);
      await close();
    },
    minutes,
  );

  test(
    'says on the click that a job is being canceled, and charges nothing for it',
    async () => {
      const { studio: page, close } = await signedIn(desk);
      const before = await page.available();
      await page.tool('Upscale').click();
      await page.drop('cup.png', await freshPhoto('coffee.png'));
      await page.page.getByRole('radio', { name: /^4×/ }).click();
      await page.button('Process image (4 credits)').click();
      await page
        .steps()
        .getByText(/^Enlarging/)
        .waitFor();
      await page.page.keyboard.press('Escape');
      await page.button('Canceling…').waitFor({ timeout: 1_000 });
      await page.page.getByText('Canceled. 0 credits charged.').waitFor({ timeout: minutes });
      await page
        .wallet()
        .and(page.page.getByLabel(`Credits: ${before} available, 0 held`))
        .waitFor();
      await close();
    },
    2 * minutes,
  );

  test(
    'says that the connection is lost, keeps working, and goes on by itself',
    async () => {
      const { studio: page, close } = await signedIn(desk);
      await page.tool('Remove background').click();
      await page.drop('cup.png', await freshPhoto('coffee.png'));
      await page.button('Process image (1 credit)').click();
      await page.steps().getByText('1 credit held').waitFor();
      await page.page.context().setOffline(true);
      await page.page.getByText('Connection lost.').waitFor();
      await page.tool('Upscale').click();
      await page.page.context().setOffline(false);
      await page.page.getByText('Connection lost.').waitFor({ state: 'detached' });
      await page.done().waitFor({ timeout: minutes });
      await page.page.reload();
      await page.compare().waitFor();
      await close();
    },
    2 * minutes,
  );

  test(
    'promises nothing about a request without an answer, and sends it again as the same job',
    async () => {
      const { studio: page, close } = await signedIn(desk);
      const keys: (string | undefined)[] = [];
      await page.page.route('**/v1/jobs', async (route) => {
        keys.push(route.request().headers()['idempotency-key']);
        // The first request arrives, but its answer is lost.
        const answer = await route.fetch();
        await (keys.length === 1 ? route.abort() : route.fulfill({ response: answer }));
      });
      await page.tool('Smart crop').click();
      await page.drop('cup.png', await freshPhoto('coffee.png'));
      await page.page.getByRole('radio', { name: /^Square/ }).click();
      await page.page.getByRole('radio', { name: 'Faces' }).click();
      await page.button('Process image (1 credit)').click();
      const card = page.page.getByRole('alert').filter({ hasText: 'No answer came' });
      await card.waitFor();
      expect(await card.textContent()).not.toMatch(/credit/);
      await page.page.getByRole('button', { name: 'Smart crop, Sent, 1 credit' }).waitFor();
      await page.button('Send again').click();
      await page.done().waitFor({ timeout: minutes });
      expect(await card.count()).toBe(0);
      expect(keys).toEqual([keys[0], keys[0]]);
      await page.page.getByText(/^No face found: framed on/).waitFor();
      await close();
    },
    2 * minutes,
  );

  test(
    'names the missing field instead of doing nothing',
    async () => {
      const { studio: page, close } = await signedIn(desk);
      await page.tool('Remove background').click();
      await page.button('Process image (1 credit)').click();
      await page.page.getByText('Add an image first.').waitFor();
      await page.tool('Text to design').click();
      const run = page.button('Generate design (5 credits)');
      expect(await run.getAttribute('aria-disabled')).toBe('true');
      await page.page.getByText('Missing: Describe your design').waitFor();
      await close();
    },
    minutes,
  );
});

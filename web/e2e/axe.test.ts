import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BrowserContextOptions } from 'playwright-core';
import sharp from 'sharp';
import { desktop, freshPhoto, openStudio, type OpenStudio, phone } from './signed-in.ts';

let studio: OpenStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

const tools = {
  en: ['Remove background', 'Upscale', 'Extract colors', 'Text to design', 'Smart crop'],
  fr: [
    'Supprimer l’arrière-plan',
    'Agrandir',
    'Extraire les couleurs',
    'Texte vers design',
    'Recadrage intelligent',
  ],
} as const;

/** A page that is looked at by axe in each of its states, in both themes. */
async function looked(options: BrowserContextOptions, language: 'en' | 'fr') {
  const opened = await studio.signedIn(options, language);
  const { page, studio: at } = opened;
  const found: string[] = [];
  return {
    ...opened,
    found,
    look: async (state: string) => {
      // Only the colours differ.
      for (const [theme, rule] of [
        ['light', {}],
        ['dark', { only: 'color-contrast' }],
      ] as const) {
        await page.evaluate((name) => {
          document.documentElement.dataset.theme = name;
        }, theme);
        found.push(...(await at.findings(rule)).map((each) => `${state}, ${theme}: ${each}`));
      }
    },
  };
}

/** Nothing in it can be cut out. */
const wall = () => {
  const [shade = 0] = randomBytes(1);
  return sharp({
    create: { width: 320, height: 240, channels: 3, background: `rgb(9,99,${shade})` },
  })
    .png()
    .toBuffer();
};

describe.each([
  ['a desktop', 'en', desktop],
  ['a phone', 'fr', phone],
] as const)('axe finds nothing on %s, in %s, in both themes', (_on, language, options) => {
  const [cut, upscale, colors, design, crop] = tools[language];

  test('from the empty page to a form that cannot be sent', async () => {
    const { page, studio: at, found, look, close } = await looked(options, language);
    const shutter = at.button(/^(Process|Generate|Lancer|Générer)/);
    await look('idle');
    for (const tool of tools[language]) {
      await at.tool(tool).click();
      await look(tool);
    }
    await at.tool(design).click();
    await page.locator('summary').click();
    await at.button(/^(Add a color|Ajouter une couleur)/).click();
    await look('advanced settings');

    await at.tool(crop).click();
    await shutter.click();
    await look('missing fields');
    await at.drop('notes.png', Buffer.from('not a picture'));
    await page.getByRole('alert').first().waitFor();
    await look('a file that was refused');

    expect(found).toEqual([]);
    await close();
  });

  test('from the upload to the end of a job, good or bad', async () => {
    const { page, studio: at, found, look, close } = await looked(options, language);
    const shutter = at.button(/^(Process|Generate|Lancer|Générer)/);
    const sent = Promise.withResolvers<undefined>();
    await page.route('**/v1/assets', async (route) => {
      await sent.promise;
      await route.continue();
    });
    await at.tool(upscale).click();
    await at.drop('cup.png', await freshPhoto('coffee.png'));
    await page.getByRole('progressbar').first().waitFor();
    await look('uploading');
    await shutter.click();
    await look('waiting for the upload');
    const answer = Promise.withResolvers<undefined>();
    await page.route('**/v1/jobs', async (route) => {
      await answer.promise;
      await route.continue();
    });
    sent.resolve(undefined);
    await at.button(/^(Cancel free|Annuler sans frais)/).waitFor();
    await look('sent');
    await at.button(/^(Cancel free|Annuler sans frais)/).click();
    await look('canceling');
    answer.resolve(undefined);
    await page.unroute('**/v1/jobs');
    await page
      .getByRole('status')
      .filter({ hasText: /0\s(credits|crédit)/ })
      .waitFor();
    await look('canceled');

    await at.tool(colors).click();
    await shutter.click();
    await page
      .getByRole('button', { name: /^(Copy|Copier).*#/ })
      .first()
      .waitFor();
    await look('a palette');
    await at.tool(cut).click();
    await at.drop('wall.png', await wall());
    await shutter.click();
    await page.getByRole('alert').waitFor();
    await look('failed');
    expect(found).toEqual([]);
    await close();
  });

  test('on the page of a job, in the menu, at a missing address and before signing in', async () => {
    const { page, studio: at, found, look, close } = await looked(options, language);
    await page.getByRole('region').last().getByRole('listitem').first().getByRole('button').click();
    await page.getByRole('link', { name: /^(Details of the job|Détail du travail)$/ }).click();
    await page.getByRole('heading', { name: /^(Settings|Réglages)$/ }).waitFor();
    await look('the page of a failed job');
    await at.button(/^(Account|Compte)/).click();
    await page.getByRole('menu').waitFor();
    await look('the account menu');
    await page.goto(new URL('/nowhere', page.url()).href);
    await page.getByRole('heading').waitFor();
    await look('a missing page');
    await page.context().clearCookies({ name: /session/ });
    await page.goto(new URL('/studio', page.url()).href);
    await page.waitForURL('**/sign-in*');
    await look('sign-in');
    expect(found).toEqual([]);
    await close();
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { desktop, freshPhoto, openStudio, type OpenStudio } from './signed-in.ts';
import { listen } from './spoken.ts';

let studio: OpenStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

const words = {
  en: {
    tool: 'Remove background',
    press: /^Process image/,
    uploading: /^Uploading cup\.png, \d+ × \d+, /,
    uploaded: 'cup.png is uploaded.',
    step: /^Remove background: Cutting out$/,
    end: 'Remove background: Done. 1 credit charged.',
    frame: 'Remove background, Done, 1 credit',
    upscale: 'Upscale',
    cancel: /^Cancel free/,
    canceling: 'Upscale: Canceling',
    canceled: 'Upscale: Canceled. 0 credits charged.',
    canceledFrame: 'Upscale, Canceled, 0 credits',
    removed: 'The image is removed.',
    remove: 'Remove the image',
    palette: 'Extract colors',
    walk: [
      'banner',
      'navigation',
      'status',
      'main',
      'heading AI Studio',
      'status',
      'status',
      'region AI tools',
      'heading AI tools',
      'radiogroup AI tools',
      'region Image',
      'region Settings',
      'heading Extract colors',
      'status',
      'region Contact sheet',
      'heading Contact sheet',
      'status',
      'list',
    ],
  },
  fr: {
    tool: 'Supprimer l’arrière-plan',
    press: /^Lancer le traitement/,
    uploading: /^Envoi de cup\.png, \d+ × \d+, /,
    uploaded: 'cup.png est envoyée.',
    step: /^Supprimer l’arrière-plan : Détourage$/,
    end: 'Supprimer l’arrière-plan : Terminé. 1 crédit débité.',
    frame: 'Supprimer l’arrière-plan, Terminé, 1 crédit',
    upscale: 'Agrandir',
    cancel: /^Annuler sans frais/,
    canceling: 'Agrandir : Annulation',
    canceled: 'Agrandir : Annulé. 0 crédit débité.',
    canceledFrame: 'Agrandir, Annulé, 0 crédit',
    removed: 'L’image est retirée.',
    remove: 'Retirer l’image',
    palette: 'Extraire les couleurs',
    walk: [
      'banner',
      'navigation',
      'status',
      'main',
      'heading AI Studio',
      'status',
      'status',
      'region Outils IA',
      'heading Outils IA',
      'radiogroup Outils IA',
      'region Image',
      'region Réglages',
      'heading Extraire les couleurs',
      'status',
      'region Planche-contact',
      'heading Planche-contact',
      'status',
      'list',
    ],
  },
} as const;

const landmarks = [
  'banner',
  'navigation',
  'main',
  'heading',
  'region',
  'radiogroup',
  'status',
  'list',
];

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe.each(['en', 'fr'] as const)('what a screen reader says in %s', (language) => {
  const say = words[language];

  test('of a picture and its job, from the choice to the price', async () => {
    const { page, studio: at, complaints, close } = await studio.signedIn(desktop, language);
    const said = await listen(page);
    await at.tool(say.tool).click();
    await at.drop('cup.png', await freshPhoto('coffee.png'));
    await page.getByRole('status').filter({ hasText: say.uploaded }).waitFor();
    await at.button(say.press).click();
    await at.done().waitFor();
    await page
      .getByRole('status')
      .filter({ hasText: say.end.slice(0, 12) })
      .filter({ hasText: /\d/ })
      .waitFor();
    const heard = (await said()).map(plain);
    expect(heard[0]).toMatch(say.uploading);
    expect(heard[1]).toBe(say.uploaded);
    expect(heard.some((text) => say.step.test(text))).toBe(true);
    expect(heard.at(-1)).toBe(say.end);
    expect(heard.filter((text) => /\d ?(%|s\b)/.test(text))).toEqual([]);
    expect(new Set(heard).size).toBe(heard.length);
    await at.button(say.frame).first().waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('of a cancel, with what it cost, and of a picture that is taken away', async () => {
    const { page, studio: at, close } = await studio.signedIn(desktop, language);
    await at.tool(say.upscale).click();
    // Some seconds of work, in which it can be cancelled.
    const large = sharp(await freshPhoto('coffee.png')).resize(1_500, 1_000);
    await at.drop('cup.png', await large.png().toBuffer());
    await at.button(say.press).click();
    await at
      .steps()
      .getByText(/^(Enlarging|Agrandissement)/)
      .waitFor();
    const said = await listen(page);
    await at.button(say.cancel).click();
    await page
      .getByRole('status')
      .filter({ hasText: /0\s(credits|crédit)/ })
      .waitFor();
    await at.button(say.canceledFrame).first().waitFor();
    const heard = (await said()).map(plain);
    expect(heard).toContain(say.canceling);
    expect(heard.at(-1)).toBe(say.canceled);
    await at.button(say.remove).first().click();
    await page.getByRole('status').filter({ hasText: say.removed }).waitFor();
    expect((await said()).at(-1)).toBe(say.removed);
    await close();
  });

  test('walking through the page: names, roles and the regions that speak, in this order', async () => {
    const { page, studio: at, close } = await studio.signedIn(desktop, language);
    await at.tool(say.palette).click();
    const tree = (await page.locator('body').ariaSnapshot()).split('\n');
    const walked = tree.flatMap((line) => {
      const [, role = '', name = ''] = /^ *- (\w+)(?: "([^"]*)")?/.exec(line) ?? [];
      if (!landmarks.includes(role)) return [];
      return plain(name === '' ? role : `${role} ${name}`);
    });
    expect(walked).toEqual(say.walk);
    expect(tree.filter((line) => /- (button|link|slider|img|radio)( \[|:|$)/.test(line))).toEqual(
      [],
    );
    await close();
  });
});

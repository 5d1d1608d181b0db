import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { freshPhoto, openStudio, type OpenStudio, phone } from './signed-in.ts';
import { studioPage } from './studio-page.ts';
import { isSeen, slowPhone } from './slow-phone.ts';

let studio: OpenStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

const words = {
  en: {
    remove: 'Remove background',
    crop: 'Smart crop',
    run: 'Process image (1 credit)',
    add: 'Missing: Image',
    early: /^The page is still loading/,
    offline: 'You are offline: nothing was sent.',
    lost: 'Connection lost.',
    unsent: 'Smart crop, Not sent, 1 credit',
    send: 'Send now',
    again: 'Upload again',
    upload: 'Uploading the image',
    result: 'Result: Smart crop',
    held: '1 held',
    frame: /^Smart crop, Done/,
    square: /^Square/,
  },
  fr: {
    remove: 'Supprimer l’arrière-plan',
    crop: 'Recadrage intelligent',
    run: 'Lancer le traitement (1\u00a0crédit)',
    add: 'Il manque\u00a0: Image',
    early: /^La page se charge encore/,
    offline: 'Vous êtes hors ligne\u00a0: rien n’a été envoyé.',
    lost: 'Connexion perdue.',
    unsent: 'Recadrage intelligent, Non envoyé, 1\u00a0crédit',
    send: 'Envoyer',
    again: 'Envoyer de nouveau',
    upload: 'Envoi de l’image',
    result: 'Résultat\u00a0: Recadrage intelligent',
    held: '1 retenu',
    frame: /^Recadrage intelligent, Terminé/,
    square: /^Carré/,
  },
};
const languages = ['en', 'fr'] as const;

async function opened(language: 'en' | 'fr', options = {}) {
  const { studio: page, close } = await studio.signedIn({ ...phone, ...options }, language);
  return { page, close, line: await slowPhone(page.page), say: words[language] };
}
/** In a browser that has never been here. */
async function cold(language: 'en' | 'fr') {
  const { page, close } = await studio.cold({ ...phone, locale: language }, 'signed in');
  const say = words[language];
  return { page: studioPage(page, studio.baseUrl), close, line: await slowPhone(page), say };
}
const cup = async () => ({
  name: 'cup.png',
  mimeType: 'image/png',
  buffer: await freshPhoto('coffee.png'),
});

describe.each(languages)('on a phone, in %s', (language) => {
  test('what is pressed and chosen while the page still loads is kept, said, and done', async () => {
    const { page, close, line, say } = await cold(language);
    await line.slow();
    await page.page.goto(`${studio.baseUrl}/studio`, { waitUntil: 'commit' });
    await page.tool(say.remove).tap();
    await page.page
      .locator('input[type=file]')
      .first()
      .setInputFiles(await cup());
    await page.page.getByText(say.early).waitFor();
    await page.tool(say.remove).and(page.page.locator('[aria-checked=true]')).waitFor();
    await page.page.getByRole('heading', { name: 'cup.png' }).waitFor();
    await page.page.getByText(say.early).waitFor({ state: 'hidden' });
    await close();
  });

  test('the reason why a press became no job is read beside the button, and what is held is not cut off', async () => {
    const { page, close, say } = await opened(language);
    await page.tool(say.remove).tap();
    await page.button(say.run).tap();
    const refusal = page.page.getByRole('alert').filter({ hasText: say.add });
    await refusal.waitFor();
    expect(await isSeen(refusal)).toBe(true);
    await page.page
      .locator('input[type=file]')
      .first()
      .setInputFiles(await cup());
    await refusal.waitFor({ state: 'detached' });
    await page.button(say.run).tap();
    const held = page.wallet().getByText(/^(held|retenu)/);
    await held.waitFor();
    expect(await isSeen(held)).toBe(true);
    expect(await page.overflow()).toBeLessThanOrEqual(0);
    await page.done().waitFor();
    await close();
  });

  test('without a line a press is not sent and says so; with it, it is one job', async () => {
    const { page, close, line, say } = await opened(language);
    await page.tool(say.crop).tap();
    const uploaded = page.page.waitForResponse('**/v1/assets');
    await page.page
      .locator('input[type=file]')
      .first()
      .setInputFiles(await cup());
    await uploaded;
    await page.page.getByRole('radio', { name: say.square }).tap();
    await line.loseLine();
    await page.button(say.run).tap();
    const card = page.page.getByRole('alert').filter({ hasText: say.offline });
    await card.waitFor();
    expect(await isSeen(card)).toBe(true);
    await page.page.getByText(say.lost).waitFor();
    await page.button(say.unsent).waitFor();
    await page.page.locator('.pulse').waitFor({ state: 'detached' });
    await line.goodLine();
    await page.page.getByText(say.lost).waitFor({ state: 'detached' });
    await page.button(say.send).tap();
    await page.done().waitFor();
    expect(await card.count()).toBe(0);
    await close();
  });

  test('a line that is lost during an upload and during a job costs neither', async () => {
    const { page, close, line, say } = await opened(language);
    await page.tool(say.remove).tap();
    // The browser's protocol lets an upload go on that has begun: the line is cut in front of it, once.
    let cut: () => void = () => undefined;
    const wasCut = new Promise<void>((resolve) => (cut = resolve));
    await page.page.route(
      '**/v1/assets',
      async (route) => {
        await wasCut;
        await route.abort('internetdisconnected');
      },
      { times: 1 },
    );
    await line.slow();
    await page.page
      .locator('input[type=file]')
      .first()
      .setInputFiles(await cup());
    await page.page.getByRole('progressbar', { name: say.upload }).waitFor();
    await line.loseLine();
    cut();
    await page.page.getByText(say.lost).waitFor();
    await line.goodLine();
    await page.page.getByText(say.lost).waitFor({ state: 'detached' });
    await page.button(say.again).tap();
    await page.button(say.run).tap();
    await page.page.locator('.pulse').first().waitFor();
    await line.loseLine();
    await page.page.getByText(say.lost).waitFor();
    await line.goodLine();
    await page.done().waitFor();
    await close();
  });
});

test('on a phone, a large result comes as a screen’s worth of it, and a tap on its frame brings it into view', async () => {
  const { page, close, say } = await opened('en');
  const large = sharp(await freshPhoto('coffee.png')).resize(4_200, 2_800);
  const buffer = await large.jpeg({ quality: 95 }).toBuffer();
  await page.tool(say.crop).tap();
  await page.page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'wall.jpg', mimeType: 'image/jpeg', buffer });
  await page.page.getByRole('radio', { name: /^Square/ }).tap();
  await page.button(say.run).tap();
  await page.done().waitFor();
  await page.page.reload();
  const sent: { path: string; bytes: number }[] = [];
  page.page.on('requestfinished', (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith('/v1/assets/')) return;
    void request
      .sizes()
      .then(({ responseBodySize: bytes }) => sent.push({ path: pathname, bytes }));
  });
  await page.page.goto(page.page.url().replace(/\?.*/, ''));
  await page.button(say.frame).first().tap();
  const result = page.page.getByRole('img', { name: say.result });
  await result.evaluate((image: HTMLImageElement) => image.decode());
  expect(await isSeen(page.done())).toBe(true);
  const { width, height } = (await result.boundingBox()) ?? { width: 0, height: 1 };
  expect(width / height).toBeCloseTo(1, 1);
  expect(sent.map(({ path }) => path)).not.toContainEqual(expect.stringMatching(/content$/));
  expect(Math.max(...sent.map(({ bytes }) => bytes))).toBeLessThanOrEqual(200_000);
  await close();
});

test('on a phone, why a job failed is read beside its picture', async () => {
  const { page, close, say } = await opened('en');
  const background = `rgb(${randomInt(90, 160)},${randomInt(90, 160)},120)`;
  const wall = sharp({ create: { width: 900, height: 1_200, channels: 3, background } });
  await page.tool(say.remove).tap();
  await page.page
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      name: 'wall.png',
      mimeType: 'image/png',
      buffer: await wall.png().toBuffer(),
    });
  await page.button(say.run).tap();
  const cause = page.page.getByTitle('See the steps').filter({ hasText: 'No subject found.' });
  await cause.waitFor();
  expect(await isSeen(cause)).toBe(true);
  await close();
});

test('on a phone on its side, neither the header nor the shutter covers the field that is written in', async () => {
  const { page, close } = await opened('en', { viewport: { width: 844, height: 390 } });
  await page.tool('Text to design').tap();
  const field = page.page.getByRole('textbox', { name: 'Describe your design' });
  await field.tap();
  expect(await isSeen(field)).toBe(true);
  const bar = await page.button('Generate design (5 credits)').boundingBox();
  expect(390 - (bar?.y ?? 0)).toBeLessThanOrEqual(72);
  await page.page.mouse.wheel(0, 600);
  await page.page.waitForFunction(() => scrollY > 0);
  const header = await page.page.getByRole('banner').boundingBox();
  expect(header?.y).toBeLessThan(0);
  await close();
});

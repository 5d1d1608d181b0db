import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { desktop, freshPhoto, openStudio, type OpenStudio } from './signed-in.ts';

let studio: OpenStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

/** A picture that a browser shows and the server refuses: it moves. */
async function animation(): Promise<Buffer> {
  const size = { width: 64, height: 64 };
  const frames = ['#c04020', '#2040c0'].map((background) =>
    sharp({ create: { ...size, channels: 3, background } })
      .png()
      .toBuffer(),
  );
  return sharp(await Promise.all(frames), { join: { animated: true } })
    .webp({ loop: 0 })
    .toBuffer();
}

const languages = [
  ['en', 'Remove background', 'Process image (1 credit)', /still image/, '0 credits charged.'],
  ['fr', 'Supprimer l’arrière-plan', /1\scrédit/, /image fixe/, /0\scrédit débité/],
] as const;

describe('an upload that failed', () => {
  test.each(languages)(
    'is said at the picture and again at the press, in %s',
    async (language, tool, press, cause, cost) => {
      const { studio: page, close } = await studio.signedIn(desktop, language);
      await page.tool(tool).click();
      await page.drop('moving.webp', await animation(), 'image/webp');
      await page.page.getByRole('alert').filter({ hasText: cause }).waitFor();
      await page.button(press).click();
      await page.page.getByRole('alert').filter({ hasText: cost }).waitFor();
      await close();
    },
  );

  test('for want of a connection is sent again, by its button or by the press', async () => {
    const { studio: page, close } = await studio.signedIn(desktop);
    await page.tool('Extract colors').click();
    let attempts = 0;
    await page.page.route('**/v1/assets', async (route) => {
      attempts += 1;
      await (attempts < 3 ? route.abort() : route.continue());
    });
    await page.drop('cup.png', await freshPhoto('coffee.png'));
    await page.button('Upload again').click();
    await page.button('Upload again').waitFor();
    await page.button(/^Process image/).click();
    await page.done().waitFor();
    expect(attempts).toBe(3);
    await close();
  });
});

test('a HEIC, which this browser cannot show, is taken, and seen as soon as the server has it', async () => {
  const { studio: page, close } = await studio.signedIn(desktop);
  await page.tool('Extract colors').click();
  const sent = Promise.withResolvers<undefined>();
  await page.page.route('**/v1/assets', async (route) => {
    await sent.promise;
    await route.continue();
  });
  const heic = new URL('../../media/fixtures/colors/turned-6.heic', import.meta.url);
  await page.drop('IMG_0001.HEIC', await readFile(heic), 'image/heic');
  await page.page.getByText(/cannot show such a file/).waitFor();
  await page.page.getByText('64 × 32').first().waitFor();
  sent.resolve(undefined);
  await page.page.getByText(/cannot show such a file/).waitFor({ state: 'detached' });
  const seen = page.page.getByRole('img', { name: 'Your image' });
  await seen.waitFor();
  expect(
    await seen.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
  ).toBe(64);
  await page.button(/^Process image/).click();
  await page.done().waitFor();
  await close();
});

test('a wrong second file takes nothing away', async () => {
  const { studio: page, close } = await studio.signedIn(desktop);
  await page.tool('Extract colors').click();
  const uploaded = page.page.waitForResponse('**/v1/assets');
  await page.drop('cup.png', await freshPhoto('coffee.png'));
  await uploaded;
  await page.drop('notes.png', Buffer.from('not a picture at all'));
  await page.page.getByText(/not an accepted image/).waitFor();
  await page.page.getByText('cup.png').first().waitFor();
  await page.button(/^Process image/).click();
  await page.done().waitFor();
  await close();
});

test('a paste or Esc in a field is that field’s own', async () => {
  const { studio: page, close } = await studio.signedIn(desktop);
  await page.tool('Upscale').click();
  await page.drop('cup.png', await freshPhoto('coffee.png'));
  await page.button(/^Process image/).click();
  // Before the answer the steps are there already; whoever chooses a tool until then has gone on to it.
  await page.page.waitForURL(/job=/);
  await page.tool('Text to design').click();
  const prompt = page.page.getByRole('textbox').first();
  await prompt.fill('A poster');
  await prompt.evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['cells'], 'cells.png', { type: 'image/png' }));
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  });
  await prompt.press('Escape');
  await page.done().waitFor();
  await page.page.getByText(/not an accepted image/).waitFor({ state: 'detached' });
  await close();
});

test('of several files one is taken, and the others are counted', async () => {
  const { studio: page, close } = await studio.signedIn(desktop);
  await page.tool('Extract colors').click();
  const photo = (await freshPhoto('coffee.png')).toString('base64');
  const files = await page.page.evaluateHandle((base64) => {
    const transfer = new DataTransfer();
    const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    for (const name of ['one.png', 'two.png', 'three.png'])
      transfer.items.add(new File([content], name, { type: 'image/png' }));
    return transfer;
  }, photo);
  await page.page.locator('#main').dispatchEvent('drop', { dataTransfer: files });
  await page.page.getByText('One image at a time: 2 other files were left out.').waitFor();
  await page.page.getByText('one.png').first().waitFor();
  await close();
});

test('a press while a picture is still being looked at waits for it', async () => {
  const opened = await studio.signedIn(desktop);
  const { studio: at } = opened;
  await at.tool('Extract colors').click();
  // Takes a while to decode: as long as on a slow telephone.
  const noise = { mean: 128, sigma: 40, type: 'gaussian' as const };
  const large = sharp({
    create: { width: 6_000, height: 4_000, channels: 3, background: '#888', noise },
  });
  await at.drop('wall.jpg', await large.jpeg().toBuffer(), 'image/jpeg');
  await at.button(/^Process image/).click();
  await at.done().waitFor();
  await opened.close();
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { desktop, freshPhoto, openStudio, type OpenStudio, phone } from './signed-in.ts';

let studio: OpenStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

const signedIn: OpenStudio['signedIn'] = (...how) => studio.signedIn(...how);

describe('the studio', () => {
  test('cuts a dropped photo out for one credit and hands over a transparent PNG', async () => {
    const { studio: page, complaints, close } = await signedIn(desktop);
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
    await page.done().waitFor();
    await page.compare().waitFor();

    const { fileName, bytes } = await page.download('Download');
    expect(fileName).toBe('cup-background-removal.png');
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    const source = await sharp(photo).metadata();
    expect([info.width, info.height]).toEqual([source.width, source.height]);
    expect(info.channels).toBe(4);
    expect(data[3]).toBe(0);
    await page.page.getByText('Your image is ready. 1 credit charged.').waitFor();
    expect(await page.available()).toBe(before - 1);
    expect(complaints).toEqual([]);
    await close();
  });

  test('shows the words of a design, and what no font holds, before it is paid for', async () => {
    const { studio: at, page, complaints, close } = await signedIn(phone);
    await at.tool('Text to design').click();
    const prompt = page.getByRole('textbox', { name: 'Describe your design' });
    await prompt.fill('Affiche „Fête du port“ «Dès 14 h ᚠᚢᚦ» avec des bateaux');
    const words = page.locator('p', { hasText: 'On your design' }).locator('..');
    await words.getByText('Cannot be printed').waitFor();
    expect(await words.locator('p').allInnerTexts()).toEqual([
      'On your design',
      'Fête du port',
      'Dès 14 h',
      'Cannot be printed, our fonts lack it: ᚠᚢᚦ',
    ]);
    await page.getByRole('radio', { name: 'Bold' }).click();
    await words.getByText('FÊTE DU PORT').waitFor();
    await prompt.fill('«ᚠᚢᚦ»');
    await words.getByText('None of these words can be printed.').waitFor();
    expect(await at.findings()).toEqual([]);
    expect(await at.overflow()).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    await close();
  });

  test('compares before and after with the keyboard', async () => {
    const { studio: page, close } = await signedIn(desktop);
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
  });

  test('can be used with the keyboard alone, from tool to result', async () => {
    const { studio: page, complaints, close } = await signedIn(desktop);
    const { keyboard } = page.page;
    const focused = () =>
      page.page.evaluate(() => {
        const { activeElement: at } = document;
        if (!at || at === document.body) return '';
        return at.getAttribute('aria-label') ?? at.textContent;
      });
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
    await page.page.getByRole('heading', { name: 'chelsea.jpg' }).waitFor();
    await tabTo(/^Process image \(free\)/);
    await keyboard.press('Enter');
    await page.done().waitFor();
    await tabTo(/^Copy.*#/);
    const wanted = /#[0-9a-f]{6}/i.exec(await focused())?.[0];
    await keyboard.press('Enter');
    await page.page.getByText(`${wanted ?? ''} copied`).waitFor();
    expect(await page.page.evaluate(() => navigator.clipboard.readText())).toBe(wanted);
    expect(complaints).toEqual([]);
    await close();
  });

  test('chooses a tool with an arrow key, however briefly it is pressed', async () => {
    const { studio: page, close } = await signedIn(desktop);
    await page.tool('Text to design').focus();
    await page.page.keyboard.press('ArrowDown');
    await page.tool('Smart crop').and(page.page.locator('[aria-checked=true]')).waitFor();
    await page.page.evaluate(() => {
      const key = { key: 'ArrowDown', code: 'ArrowDown', bubbles: true };
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', key));
      document.activeElement?.dispatchEvent(new KeyboardEvent('keyup', key));
    });
    await page.tool('Upscale').and(page.page.locator('[aria-checked=true]')).waitFor();
    await close();
  });

  test('speaks French from the first page, with prices in words', async () => {
    const { studio: page, complaints, close } = await signedIn(desktop, 'fr');
    expect(await page.page.locator('html').getAttribute('lang')).toBe('fr');
    await page.page.getByText('Sélectionnez un outil').waitFor();
    await page.page.getByText('Cliquez ou glissez une image ici').waitFor();
    await page.tool('Texte vers design').click();
    await page.page.getByRole('textbox', { name: 'Décrivez votre design' }).fill('Vide-grenier');
    await page.button('Générer le design (5\u00a0crédits)').click();
    await page.page.getByRole('img', { name: 'Résultat\u00a0: Texte vers design' }).waitFor();
    await page.tool('Extraire les couleurs').click();
    await page.button('Lancer le traitement (gratuit)').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('changes language and theme in place and remembers both', async () => {
    const { studio: page, close } = await signedIn(desktop);
    await page.button('Switch to the light theme').click();
    await page.page.locator('html[data-theme=light]').waitFor();
    await page.button(/^Account/).click();
    await page.page.getByRole('menuitemradio', { name: 'Français' }).click();
    await page.page.getByText('Sélectionnez un outil').waitFor();
    await page.page.reload();
    await page.page.locator('html[lang=fr][data-theme=light]').waitFor();
    await close();
  });

  test.each([
    ['a desktop', desktop],
    ['a phone', phone],
  ])('fits %s and passes axe in both themes, idle and with a result', async (_name, options) => {
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
  });
});

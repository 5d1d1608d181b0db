import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import sharp from 'sharp';
import { desktop, freshPhoto, openStudio, type OpenStudio } from './signed-in.ts';

let studio: OpenStudio;
let large: OpenStudio;
beforeAll(async () => {
  [studio, large] = await Promise.all([
    openStudio(),
    // What people set in their browser, not in a page: breakpoints follow it too.
    openStudio('--blink-settings=defaultFontSize=24'),
  ]);
});
afterAll(() => Promise.all([studio.close(), large.close()]));

/** The colour in the middle of an element's upper edge, so many pixels below it. */
async function ground(element: Locator, below: number): Promise<number[]> {
  const picture = sharp(await element.screenshot());
  const { width } = await picture.metadata();
  const place = { left: Math.floor(width / 2), top: below, width: 1, height: 1 };
  return [...(await picture.removeAlpha().extract(place).raw().toBuffer())];
}

const words = {
  en: {
    cut: 'Remove background',
    upscale: 'Upscale',
    press: /^Process image/,
    details: 'Details of the job',
    settings: 'Settings',
    details2: 'Enhance details',
    noise: 'Noise reduction',
    value: '0.3',
  },
  fr: {
    cut: 'Supprimer l’arrière-plan',
    upscale: 'Agrandir',
    press: /^Lancer le traitement/,
    details: 'Détail du travail',
    settings: 'Réglages',
    details2: 'Renforcer les détails',
    noise: 'Réduction du bruit',
    value: '0,3',
  },
} as const;

describe.each(['en', 'fr'] as const)('in %s', (language) => {
  const say = words[language];

  test('forced colours keep what is chosen, switched on, shown, and the edge of the shutter', async () => {
    const opened = await studio.signedIn({ ...desktop, forcedColors: 'active' }, language);
    const { page, studio: at, complaints, close } = opened;
    await at.tool(say.upscale).click();
    await page.mouse.move(5, 5);
    expect(await ground(at.tool(say.upscale), 4)).not.toEqual(await ground(at.tool(say.cut), 4));
    const [twice, four] = [
      page.getByRole('radio', { name: /^2×/ }),
      page.getByRole('radio', { name: /^4×/ }),
    ];
    expect(await ground(twice, 4)).not.toEqual(await ground(four, 4));
    const onOff = page.getByRole('switch', { name: say.details2 });
    const before = await onOff.screenshot();
    const centre = async () => sharp(await onOff.screenshot()).stats();
    // A knob on a track of its own colour would leave nothing but an edge.
    expect((await centre()).entropy).toBeGreaterThan(0.5);
    await onOff.click();
    await page.mouse.move(5, 5);
    expect((await onOff.screenshot()).equals(before)).toBe(false);
    const edge = (element: Locator) =>
      element.evaluate((each) => getComputedStyle(each).borderTopWidth);
    expect(await edge(at.button(say.press))).toBe('2px');
    await at.tool(say.cut).click();
    await at.drop('cup.png', await freshPhoto('coffee.png'));
    await at.button(say.press).click();
    await at.done().waitFor();
    // axe reckons with our colours, which nobody sees here.
    expect(await at.findings({ without: 'color-contrast' })).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  test('a browser font of 24 px makes every text half as large again, and cuts none', async () => {
    const sizes = async (of: OpenStudio) => {
      const window = { viewport: { width: 900, height: 900 } };
      const { page, studio: at, close } = await of.signedIn(window, language);
      await at.tool(say.upscale).click();
      const found = await page.evaluate(() =>
        [...document.querySelectorAll('h2, p, button, label, [role=radio] span')].map((each) =>
          parseFloat(getComputedStyle(each).fontSize),
        ),
      );
      await close();
      return found;
    };
    const [usual, grown] = [await sizes(studio), await sizes(large)];
    expect(new Set(grown.map((size, at) => size / (usual[at] ?? 0)))).toEqual(new Set([1.5]));
    for (const width of [390, 768, 1024, 1440]) {
      const { studio: at, close } = await large.signedIn(
        { viewport: { width, height: 900 } },
        language,
      );
      await at.tool(say.upscale).click();
      await at.drop('cup.png', await freshPhoto('coffee.png'));
      expect([width, await at.cut(), await at.overflow()]).toEqual([width, [], 0]);
      expect(await at.findings()).toEqual([]);
      await close();
    }
  });

  test('320 px cut no name, from the tools to the page of the job', async () => {
    const small = { viewport: { width: 320, height: 640 } };
    const { page, studio: at, close } = await studio.signedIn(small, language);
    await at.tool(say.cut).click();
    await at.drop('a-cup-of-coffee-on-a-wooden-table.png', await freshPhoto('coffee.png'));
    const answer = Promise.withResolvers<undefined>();
    await page.route('**/v1/jobs', async (route) => {
      await answer.promise;
      await route.continue();
    });
    await at.button(say.press).click();
    await at.steps().waitFor();
    expect([await at.cut(), await at.overflow()]).toEqual([[], 0]);
    answer.resolve(undefined);
    await at.done().waitFor();
    expect([await at.cut(), await at.overflow()]).toEqual([[], 0]);
    await page.getByRole('link', { name: say.details }).click();
    await page.getByRole('heading', { name: say.settings }).waitFor();
    expect([await at.cut(), await at.overflow()]).toEqual([[], 0]);
    expect(await page.title()).toBe(`${say.cut} · Atelier`);
    await close();
  });

  test('paper shows the picture, dark words on white, and nothing to press', async () => {
    const { page, studio: at, close } = await studio.signedIn(desktop, language);
    await page.getByRole('region').last().getByRole('listitem').first().getByRole('button').click();
    await at.compare().waitFor();
    await page.emulateMedia({ media: 'print' });
    const controls = 'button, input, select, textarea, summary, [role=radio], a[download]';
    expect(await page.locator(controls).filter({ visible: true }).count()).toBe(0);
    await page.getByRole('img').first().waitFor();
    const colours = () => page.evaluate(() => getComputedStyle(document.body).color);
    expect(await colours()).toBe('rgb(0, 0, 0)');
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('link', { name: say.details }).click();
    await page.getByRole('heading', { name: say.settings }).waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator(controls).filter({ visible: true }).count()).toBe(0);
    await close();
  });

  test('a decimal is written and taken as the language writes it', async () => {
    const { page, studio: at, close } = await studio.signedIn(desktop, language);
    await at.tool(say.upscale).click();
    const noise = page.getByRole('textbox', { name: say.noise });
    expect(await noise.inputValue()).toBe(say.value);
    await noise.fill(say.value.replace('3', '45'));
    const slider = page.getByRole('slider', { name: say.noise });
    expect(await slider.inputValue()).toBe('0.45');
    expect(await slider.getAttribute('aria-valuetext')).toBe(say.value.replace('3', '45'));
    await close();
  });
});

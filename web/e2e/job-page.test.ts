import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { desktop, openStudio, type OpenStudio } from './signed-in.ts';

let studio: OpenStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

test.each([
  [
    'en',
    'Text to design · Atelier',
    'Settings',
    ['Describe your design', 'Colors#ff0000, #00ff00'],
  ],
  [
    'fr',
    'Texte vers design · Atelier',
    'Réglages',
    ['Décrivez votre design', 'Couleurs#ff0000, #00ff00'],
  ],
] as const)(
  'the page of a job is named by its tool and shows what was set, in %s',
  async (...row) => {
    const [language, title, heading, shown] = row;
    const { page, close } = await studio.signedIn(desktop, language);
    const { origin } = new URL(page.url());
    const opened = page.locator('[data-organization]');
    const organization = (await opened.getAttribute('data-organization')) ?? '';
    const headers = { origin, prefer: 'wait=20', 'atelier-organization': organization };
    const settings = async (color_scheme: string[]) => {
      const input = { prompt: 'Fair', negative_prompt: '', color_scheme };
      const data = { operation: 'text-to-design', input };
      const answer = await page.context().request.post(`${origin}/v1/jobs`, { headers, data });
      const { id } = (await answer.json()) as { id: string };
      await page.goto(`${origin}/jobs/${id}`);
      await page.getByRole('heading', { name: heading }).waitFor();
      const rows = page.locator('section').filter({ hasText: heading }).locator('dl > div');
      return rows.allTextContents();
    };
    const without = await settings([]);
    expect(without.filter((text) => /\[|\{/.test(text))).toEqual([]);
    expect(without.find((text) => text.startsWith(shown[0]))).toBe(`${shown[0]}Fair`);
    expect(without.some((text) => /^(Colors|Couleurs|Leave out|À éviter)/.test(text))).toBe(false);
    expect(await settings(['#ff0000', '#00ff00'])).toContain(shown[1]);
    expect(await page.title()).toBe(title);
    await close();
  },
);

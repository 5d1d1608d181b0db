import { describe, expect, test } from '@jest/globals';
import { preferenceCookies, readPreferences } from './preferences.ts';

const request = (headers: Record<string, string>) =>
  new Request('http://localhost:3000/studio', { headers });

/** What the next request of a browser that was given these cookies says. */
async function chosen(choice: { locale?: string; theme?: string }) {
  const { locale, theme } = choice;
  const cookies = await preferenceCookies({ locale, theme }, false);
  const cookie = cookies.map((each) => each.split(';')[0]).join('; ');
  return readPreferences(request({ cookie, 'accept-language': 'en' }));
}

describe('the preferences', () => {
  test('of a first visit are the browser’s language and the dark theme', async () => {
    const first = await readPreferences(request({ 'accept-language': 'fr-CA,en;q=0.5' }));
    expect(first).toEqual({ locale: 'fr', theme: 'dark' });
  });

  test('come back as they were chosen', async () => {
    expect(await chosen({ locale: 'fr', theme: 'light' })).toEqual({
      locale: 'fr',
      theme: 'light',
    });
    expect(await chosen({ locale: 'fr' })).toEqual({ locale: 'fr', theme: 'dark' });
  });

  test('that nobody offered are not kept', async () => {
    expect(await preferenceCookies({ locale: 'de', theme: 'pink' }, false)).toEqual([]);
  });

  test.each(['atelier_locale=fr', 'atelier_locale=%00; atelier_theme=e30=', 'atelier_theme=;;='])(
    'are the usual ones for %s, which is not of our making',
    async (cookie) => {
      expect(await readPreferences(request({ cookie }))).toEqual({ locale: 'en', theme: 'dark' });
    },
  );

  test('are kept for a year from scripts and other sites', async () => {
    const [cookie] = await preferenceCookies({ locale: 'fr', theme: undefined }, false);
    expect(cookie).toMatch(/; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/);
  });
});

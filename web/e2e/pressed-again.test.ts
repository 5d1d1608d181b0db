import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { desktop, freshPhoto, openStudio, type OpenStudio, phone } from './signed-in.ts';

let studio: OpenStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

test('a second press, a colleague’s and a third are one job and one price, which each button says before', async () => {
  const ada = await studio.signedIn(desktop);
  const bea = await studio.colleague(phone, 'fr');
  const before = await ada.studio.available();
  const photo = await freshPhoto('coffee.png');

  await ada.studio.tool('Upscale').click();
  await ada.studio.drop('cup.png', photo);
  await ada.page.getByRole('radio', { name: /^4×/ }).click();
  await ada.studio.button('Process image (4 credits)').click();
  // Under way still, or done by the time: free either way.
  await ada.studio.button(/^(Running|Process image) \(free\)$/).click();
  await bea.studio.tool('Agrandir').click();
  // Her file's name is hers, and so is its upload: that the bytes are equal, the server knows.
  await bea.studio.drop('tasse.png', photo);
  await bea.page.getByRole('radio', { name: /^4×/ }).click();
  await bea.studio.button(/^(En cours|Lancer le traitement) \(gratuit\)$/).click();
  await Promise.all([ada.studio.done().waitFor(), bea.studio.done().waitFor()]);

  await ada.page.getByText('Done before: pressing brings the stored result.').waitFor();
  const shown = ada.page.url();
  await ada.studio.button('Process image (free)').click();
  await ada.page.waitForURL((url) => url.href !== shown);
  await ada.page.getByText('Already made: 0 credits.').first().waitFor();
  await ada.page.getByRole('group', { name: `Credits: ${before - 4} available` }).waitFor();
  for (const opened of [ada, bea]) {
    expect(opened.complaints).toEqual([]);
    await opened.close();
  }
});

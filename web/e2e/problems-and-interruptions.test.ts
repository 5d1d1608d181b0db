import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { desktop, freshPhoto, openStudio, type OpenStudio } from './signed-in.ts';

let studio: OpenStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

const signedIn: OpenStudio['signedIn'] = (...how) => studio.signedIn(...how);

describe('the studio', () => {
  test('refuses what is not a picture before anything is sent', async () => {
    const { studio: page, close } = await signedIn(desktop);
    const sent: string[] = [];
    page.page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(request.url());
    });
    await page.drop('notes.png', Buffer.from('not a picture at all'));
    await page.page.getByText(/not an accepted image/).waitFor();
    expect(sent).toEqual([]);
    await close();
  });

  test('says on the click that a job is being canceled, and charges nothing for it', async () => {
    const { studio: page, close } = await signedIn(desktop);
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
    await page.button('Canceling…').waitFor();
    await page.page.getByText('Canceled. 0 credits charged.', { exact: true }).waitFor();
    await page
      .wallet()
      .and(page.page.getByLabel(`Credits: ${before} available, 0 held`))
      .waitFor();
    await close();
  });

  test('says that the connection is lost, keeps working, and goes on by itself', async () => {
    const { studio: page, close } = await signedIn(desktop);
    await page.tool('Remove background').click();
    await page.drop('cup.png', await freshPhoto('coffee.png'));
    await page.button('Process image (1 credit)').click();
    await page.steps().getByText('1 credit held').waitFor();
    await page.page.context().setOffline(true);
    await page.page.getByText('Connection lost.').waitFor();
    await page.tool('Upscale').click();
    await page.page.context().setOffline(false);
    await page.page.getByText('Connection lost.').waitFor({ state: 'detached' });
    await page.done().waitFor();
    await page.page.reload();
    await page.compare().waitFor();
    await close();
  });

  test('promises nothing about a request without an answer, and sends it again as the same job', async () => {
    const { studio: page, close } = await signedIn(desktop);
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
    await page.page.getByRole('button', { name: 'Smart crop, No answer, 1 credit' }).waitFor();
    await page.button('Send again').click();
    await page.done().waitFor();
    expect(await card.count()).toBe(0);
    expect(keys).toEqual([keys[0], keys[0]]);
    await page.page.getByText(/^No face found: framed on/).waitFor();
    await close();
  });

  test('names the missing field instead of doing nothing', async () => {
    const { studio: page, close } = await signedIn(desktop);
    await page.tool('Remove background').click();
    await page.button('Process image (1 credit)').click();
    await page.page.getByText('Add an image first.').waitFor();
    await page.tool('Text to design').click();
    const run = page.button('Generate design (5 credits)');
    expect(await run.getAttribute('aria-disabled')).toBe('true');
    await page.page.getByText('Missing: Describe your design').waitFor();
    await close();
  });
});

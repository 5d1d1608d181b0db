import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Answer, bytesOf, weighAnswers } from './page-weight.ts';
import { openStudio, type OpenStudio, phone } from './signed-in.ts';

let studio: OpenStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

/** What a browser that has never been here is sent for one page, until nothing is under way. */
async function coldLoad(path: string, who: 'signed in' | 'a stranger'): Promise<readonly Answer[]> {
  const { page, close } = await studio.cold(phone, who);
  const answers = await weighAnswers(page);
  await page.goto(new URL(path, studio.baseUrl).href, { waitUntil: 'networkidle' });
  await close();
  return answers;
}

test('the studio, cold, weighs at most 450 KiB, in 40 answers, of which 20 KiB are pictures', async () => {
  const answers = await coldLoad('/studio', 'signed in');
  const script = bytesOf(answers, 'Script');
  expect(script).toBeGreaterThan(50_000);
  expect(script).toBeLessThanOrEqual(230 * 1024);
  expect(bytesOf(answers, 'Image')).toBeLessThanOrEqual(20 * 1024);
  expect(bytesOf(answers)).toBeLessThanOrEqual(450 * 1024);
  expect(answers.length).toBeLessThanOrEqual(40);
});

test('the sign-in page, cold on a phone, weighs at most 300 KiB and loads no photo', async () => {
  const answers = await coldLoad('/sign-in', 'a stranger');
  expect(answers.filter(({ path }) => path.startsWith('/samples/'))).toEqual([]);
  expect(bytesOf(answers)).toBeGreaterThan(50_000);
  expect(bytesOf(answers)).toBeLessThanOrEqual(300 * 1024);
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { desktop, freshPhoto, openStudio, type OpenStudio } from './signed-in.ts';

let studio: OpenStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

/** Has so many jobs done on one picture, one after the other; their ids, oldest first. */
async function doneJobs(page: Page, count: number): Promise<string[]> {
  const { request } = page.context();
  const { origin } = new URL(page.url());
  const opened = page.locator('[data-organization]');
  const organization = (await opened.getAttribute('data-organization')) ?? '';
  const send = async (path: string, body: Parameters<typeof request.post>[1]) => {
    const headers = { origin, prefer: 'wait=20', 'atelier-organization': organization };
    const answer = await request.post(`${origin}${path}`, { headers, ...body });
    return (await answer.json()) as { id: string };
  };
  const file = { name: 'cup.png', mimeType: 'image/png', buffer: await freshPhoto('coffee.png') };
  const asset = await send('/v1/assets', { multipart: { file } });
  const ids: string[] = [];
  while (ids.length < count) {
    const data = { operation: 'extract-colors', input: { asset: asset.id } };
    ids.push((await send('/v1/jobs', { data })).id);
  }
  return ids;
}

test('older jobs come once however often they are asked for, as soon as the server answers', async () => {
  const { page, studio: at, complaints, close } = await studio.signedIn(desktop);
  const [, second = ''] = await doneJobs(page, 52);
  await page.goto(`${new URL(page.url()).origin}/studio?job=${second}`);
  const frames = page.getByRole('region', { name: 'Contact sheet' }).getByRole('listitem');
  const more = at.button('Show older ones');
  await at.button(/^Account/).waitFor();
  expect(await frames.count()).toBe(49);

  const asked: string[] = [];
  const answer = Promise.withResolvers<undefined>();
  await page.route('**/v1/jobs?*', async (route) => {
    asked.push(route.request().url());
    await answer.promise;
    await route.abort();
  });
  await more.dblclick();
  // What the two presses sent is on its way before this.
  await page.evaluate(() => fetch('/healthz').then(({ status }) => status));
  expect(asked).toHaveLength(1);
  answer.resolve(undefined);
  await page.getByText('Connection lost.').waitFor();
  expect(await frames.count()).toBe(49);
  await page.unroute('**/v1/jobs?*');
  await page.getByText('52 jobs').waitFor();
  expect(await frames.count()).toBe(52);
  expect(await page.getByText('Connection lost.').count()).toBe(0);
  expect(await frames.nth(50).getByRole('button').getAttribute('aria-current')).toBe('true');
  expect(complaints.filter((text) => !text.includes('ERR_FAILED'))).toEqual([]);
  await close();
});

test('a refusal to show older jobs is said beside the button', async () => {
  const { page, studio: at, complaints, close } = await studio.signedIn(desktop);
  await page.route('**/v1/jobs?*', (route) =>
    route.fulfill({ status: 429, json: { code: 'rate_limited', status: 429 } }),
  );
  await at.button('Show older ones').click();
  await page.getByRole('alert').filter({ hasText: 'Too many requests.' }).waitFor();
  await page.unroute('**/v1/jobs?*');
  await at.button('Show older ones').click();
  await page.getByText('52 jobs').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(complaints.filter((text) => !text.includes('429'))).toEqual([]);
  await close();
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { desktop, freshPhoto, openStudio, type OpenStudio } from './signed-in.ts';

// Nobody is thrown back, and whatever happens elsewhere is heard of here.
let studio: OpenStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

type Opened = Awaited<ReturnType<OpenStudio['signedIn']>>;

async function prepareColors({ studio: at }: Opened): Promise<void> {
  await at.tool('Extract colors').click();
  const uploaded = at.page.waitForResponse('**/v1/assets');
  await at.drop('cup.png', await freshPhoto('coffee.png'));
  await uploaded;
}

const place = ({ page }: Opened) => Object.fromEntries(new URL(page.url()).searchParams);

test('a tool chosen while a request is under way stays chosen, and the end is told', async () => {
  const opened = await studio.signedIn(desktop);
  const { page, studio: at } = opened;
  await prepareColors(opened);
  const held = Promise.withResolvers<undefined>();
  await page.route('**/v1/jobs', async (route) => {
    await held.promise;
    await route.continue();
  });
  await at.button(/^Process image/).click();
  await at.tool('Upscale').click();
  held.resolve(undefined);
  const toast = page.getByRole('region', { name: /^Notifications/ });
  await toast.getByText('Your result is ready. 0 credits charged.').waitFor();
  expect(place(opened)).toEqual({ tool: 'upscale' });
  expect(await at.findings()).toEqual([]);
  await toast.getByRole('button', { name: 'Show it' }).click();
  await at.done().waitFor();
  expect(await toast.getByRole('listitem').count()).toBe(0);
  await opened.close();
});

test('Back leads through the results that were opened before it leads away', async () => {
  const opened = await studio.signedIn(desktop);
  const { page, studio: at } = opened;
  for (let jobs = 0; jobs < 2; jobs += 1) {
    await prepareColors(opened);
    await at.button(/^Process image/).click();
    await at.done().waitFor();
    await page.waitForURL(/job=/);
  }
  const second = place(opened).job;
  const frames = page.getByRole('region', { name: 'Contact sheet' }).getByRole('listitem');
  await frames.nth(1).getByRole('button').click();
  const first = place(opened).job;
  expect(first).not.toBe(second);
  await page.goBack();
  await frames.nth(0).locator('[aria-current=true]').waitFor();
  expect(place(opened).job).toBe(second);
  await opened.close();
});

test('what is wrong with a field is said in French, too', async () => {
  const opened = await studio.signedIn(desktop, 'fr');
  const { page, studio: at } = opened;
  await at.tool('Agrandir').click();
  const flat = { width: 4_000, height: 3_000, channels: 3 as const, background: '#2468ac' };
  const uploaded = page.waitForResponse('**/v1/assets');
  await at.drop('mur.png', await sharp({ create: flat }).png().toBuffer());
  await uploaded;
  await page.getByRole('radio', { name: /^4×/ }).click();
  await at.button(/^Lancer le traitement/).click();
  await page
    .getByText(/^Le résultat dépasserait 64/)
    .first()
    .waitFor();
  expect(await page.getByText(/result would/).count()).toBe(0);
  await opened.close();
});

describe('without a session', () => {
  test('the page of a job leads through the sign-in back to it', async () => {
    const opened = await studio.signedIn(desktop);
    const { page, studio: at } = opened;
    await prepareColors(opened);
    await at.button(/^Process image/).click();
    await at.done().waitFor();
    await page.getByRole('link', { name: 'Details of the job' }).click();
    await page.waitForURL('**/jobs/*');
    const { pathname } = new URL(page.url());
    await page.context().clearCookies();
    await page.reload();
    await page.waitForURL('**/sign-in*');
    expect(place(opened)).toEqual({ return: pathname });
    await opened.close();
  });
});

test('another tab’s job, its end and what it cost come without a reload', async () => {
  const [one, other] = [await studio.signedIn(desktop), await studio.signedIn(desktop)];
  await other.studio.tool('Text to design').click();
  await other.page
    .getByRole('textbox', { name: 'Describe your design' })
    .fill(`Fair ${Date.now()}`);
  const before = await one.studio.available();
  await other.studio.button(/^Generate design/).click();
  await other.studio.done().waitFor();
  await one.page
    .getByRole('region', { name: 'Contact sheet' })
    .getByRole('button', { name: /^Text to design, Done/ })
    .waitFor();
  await one.page.getByRole('group', { name: `Credits: ${before - 5} available` }).waitFor();
  for (const opened of [one, other]) {
    expect(opened.complaints).toEqual([]);
    await opened.close();
  }
});

test('a tab that was closed while its job ran, and opened again, tells the end', async () => {
  const closed = await studio.signedIn(desktop);
  await closed.studio.tool('Upscale').click();
  await closed.studio.drop('cup.png', await freshPhoto('coffee.png'));
  await closed.studio.button(/^Process image/).click();
  await closed.page.waitForURL(/job=/);
  await closed.close();
  const opened = await studio.signedIn(desktop);
  const toast = opened.page.getByRole('region', { name: /^Notifications/ });
  await toast.getByText('Your image is ready. 2 credits charged.').waitFor();
  expect(opened.complaints).toEqual([]);
  await opened.close();
});

test('a tab that nobody looks at says in its title what has ended, until somebody does', async () => {
  const opened = await studio.signedIn(desktop);
  const { page, studio: at } = opened;
  const look = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await prepareColors(opened);
  await look(true);
  await at.button(/^Process image/).click();
  await page.waitForFunction(() => document.title === 'Extract colors: Done');
  await look(false);
  await page.waitForFunction(() => document.title === 'AI Studio · Atelier');
  await opened.close();
});

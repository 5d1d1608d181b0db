import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { desktop, freshPhoto, openStudio, type OpenStudio } from './signed-in.ts';

// Nobody loses place, picture or settings to something that has nothing to do with them.
let studio: OpenStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

type Opened = Awaited<ReturnType<OpenStudio['signedIn']>>;

/** Chooses a tool, a picture and settings, and waits until the picture is uploaded. */
async function prepare({ studio: page }: Opened): Promise<void> {
  await page.tool('Upscale').click();
  const uploaded = page.page.waitForResponse('**/v1/assets');
  await page.drop('cup.png', await freshPhoto('coffee.png'));
  await page.page.getByRole('radio', { name: /^4×/ }).click();
  await uploaded;
}

async function expectPrepared({ studio: page }: Opened): Promise<void> {
  await page.page.getByText('cup.png').first().waitFor();
  await page.page.getByRole('radio', { name: /^4×/, checked: true }).waitFor();
  expect(new URL(page.page.url()).searchParams.get('tool')).toBe('upscale');
}

/** Runs a job and opens its page; answers the studio's address before that. */
async function openDetails({ studio: page }: Opened): Promise<string> {
  await page.tool('Extract colors').click();
  await page.drop('cup.png', await freshPhoto('coffee.png'));
  await page.button(/^Process image/).click();
  await page.done().waitFor();
  const at = page.page.url();
  await page.page.getByRole('link', { name: 'Details of the job' }).click();
  await page.page.waitForURL('**/jobs/*');
  return at;
}

describe('picture, settings and tool outlive', () => {
  test('another theme', async () => {
    const opened = await studio.signedIn(desktop);
    await prepare(opened);
    await opened.studio.button(/light/i).click();
    await opened.studio.page.locator('html[data-theme=light]').waitFor();
    await expectPrepared(opened);
    await opened.close();
  });

  test('another language', async () => {
    const opened = await studio.signedIn(desktop);
    await prepare(opened);
    await opened.studio.button(/^Account/).click();
    await opened.studio.page.getByRole('menuitemradio', { name: 'Français' }).click();
    await opened.studio.page.locator('html[lang=fr]').waitFor();
    await expectPrepared(opened);
    await opened.close();
  });

  test('a reload', async () => {
    const opened = await studio.signedIn(desktop);
    await prepare(opened);
    await opened.studio.page.reload();
    await expectPrepared(opened);
    await opened.close();
  });

  test('a look at the details of a job, and Back', async () => {
    const opened = await studio.signedIn(desktop);
    const { studio: page } = opened;
    const at = await openDetails(opened);
    await page.page.goBack();
    await page.page.getByText('cup.png').first().waitFor();
    expect(page.page.url()).toBe(at);
    await opened.close();
  });

  test('a session that ended, even before the picture was uploaded', async () => {
    const opened = await studio.signedIn(desktop);
    const { studio: page } = opened;
    await page.tool('Upscale').click();
    await page.page.getByRole('radio', { name: /^4×/ }).click();
    await page.page.context().clearCookies();
    const refused = page.page.waitForResponse(
      (answer) => answer.url().endsWith('/v1/assets') && answer.status() === 401,
    );
    await page.drop('cup.png', await freshPhoto('coffee.png'));
    await refused;
    await page.page.waitForFunction(() => sessionStorage.getItem('atelier.file') !== null);
    await page.page.goto(page.page.url());
    await studio.signInAgain(page.page);
    await expectPrepared(opened);
    await opened.close();
  });
});

test('the theme of a job’s page is changed on that page', async () => {
  const opened = await studio.signedIn(desktop);
  const { studio: page } = opened;
  await openDetails(opened);
  const at = page.page.url();
  await page.button(/light/i).click();
  await page.page.locator('html[data-theme=light]').waitFor();
  expect(page.page.url()).toBe(at);
  await opened.close();
});

// Ends the session that this file's pages share.
test('nothing of it is left for whoever comes after a sign-out', async () => {
  const opened = await studio.signedIn(desktop);
  await prepare(opened);
  await opened.studio.button(/^Account/).click();
  await opened.studio.page.getByRole('menuitem', { name: 'Sign out' }).click();
  await opened.studio.page.waitForURL('**/sign-in*');
  expect(await opened.studio.page.evaluate(() => sessionStorage.getItem('atelier.draft'))).toBe(
    null,
  );
  await opened.close();
});

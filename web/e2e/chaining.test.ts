import { afterAll, beforeAll, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { desktop, freshPhoto, openStudio, type OpenStudio, phone } from './signed-in.ts';

// A result is looked at closely, saved, and worked on with the next tool.
let studio: OpenStudio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

type Opened = Awaited<ReturnType<OpenStudio['signedIn']>>;

/** Cuts a photo out; its result stays on the stage. */
async function cutOut({ studio: at }: Opened): Promise<void> {
  await at.tool('Remove background').click();
  await at.drop('cup.png', await freshPhoto('coffee.png'));
  await at.button(/^Process image/).click();
  await at.done().waitFor();
  await at.compare().waitFor();
}

test('a result goes into the next tool, under its own name, which a reload keeps', async () => {
  const opened = await studio.signedIn(desktop);
  const { page, studio: at } = opened;
  await cutOut(opened);
  await at.button('Use as input').click();
  await page.getByText('cup-background-removal.png').first().waitFor();
  await page.goBack();
  await at.compare().waitFor();
  await page.goForward();
  await at.tool('Upscale').click();
  await page.reload();
  await page.getByText('cup-background-removal.png').first().waitFor();
  await at.button(/^Process image/).click();
  await at.done().waitFor();
  await page.reload();
  const { fileName } = await at.download('Download');
  expect(fileName).toBe('cup-background-removal-upscale.png');
  expect(opened.complaints).toEqual([]);
  await opened.close();
});

test('before and after are pictures under the pointer: each is saved whole, under its name', async () => {
  const opened = await studio.signedIn(desktop);
  const { page } = opened;
  await cutOut(opened);
  const result = page.getByAltText('Result: Remove background');
  const box = await result.boundingBox();
  if (!box) throw new Error('no result');
  const seen = await page.evaluate(
    ({ x, y, width, height }) =>
      [0.25, 0.75].map((part) => {
        const element = document.elementFromPoint(x + width * part, y + height / 2);
        return element?.getAttribute('alt') ?? element?.tagName;
      }),
    box,
  );
  expect(seen).toEqual(['Original image', 'Result: Remove background']);
  await page.mouse.click(box.x + box.width * 0.75, box.y + box.height / 2, { button: 'right' });
  const address = await result.getAttribute('src');
  expect(address).toMatch(/\/content$/);
  const saved = await page.request.get(new URL(address ?? '', page.url()).href);
  expect(saved.headers()['content-disposition']).toContain('cup-background-removal.png');
  expect((await sharp(await saved.body()).metadata()).format).toBe('png');
  await opened.close();
});

test.each([
  ['a desktop', desktop],
  ['a phone', phone],
])('on %s the line between before and after follows the pointer', async (_, device) => {
  const opened = await studio.signedIn(device);
  const { page, studio: at } = opened;
  await cutOut(opened);
  const box = await page.getByAltText('Result: Remove background').boundingBox();
  if (!box) throw new Error('no result');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  expect(Number(await at.compare().inputValue())).toBeCloseTo(20, -1);
  await opened.close();
});

test('an enlargement is judged pixel by pixel, before and after in step', async () => {
  const opened = await studio.signedIn(desktop);
  const { page, studio: at } = opened;
  await at.tool('Upscale').click();
  await at.drop(
    'cup.png',
    await sharp(await freshPhoto('coffee.png'))
      .resize(700, 480)
      .png()
      .toBuffer(),
  );
  await page.getByRole('radio', { name: /^4×/ }).click();
  await page.getByRole('switch', { name: 'Enhance details' }).click();
  await at.button(/^Process image/).click();
  await at.done().waitFor();
  await page.getByRole('button', { name: '100 %' }).click();
  const region = page.getByRole('region', { name: 'Pixel by pixel' });
  const sizes = async () =>
    Promise.all(
      [page.getByAltText('Result: Upscale'), page.getByAltText('Original image').first()].map(
        async (image) =>
          image.evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect),
      ),
    );
  const [after, before] = await sizes();
  expect([after?.width, after?.height]).toEqual([2_800, 1_920]);
  expect(before).toEqual(after);
  await region.evaluate((element) => {
    element.scrollTo(300, 200);
  });
  const [moved, along] = await sizes();
  expect(moved?.x).toBe((after?.x ?? 0) - 300);
  expect(along).toEqual(moved);
  expect(await at.findings()).toEqual([]);
  await page.getByRole('button', { name: '100 %' }).click();
  await region.waitFor({ state: 'detached' });
  await opened.close();
});

test('from its own page a job is cancelled, run again, and its result worked on', async () => {
  const opened = await studio.signedIn(desktop);
  const { page, studio: at } = opened;
  await cutOut(opened);
  await page.getByRole('link', { name: 'Details of the job' }).click();
  await page.waitForURL('**/jobs/*');
  await page.getByText('1 try').waitFor();
  await page.getByText('Your image is ready. 1 credit charged.').first().waitFor();
  await page.getByRole('link', { name: 'Use as input' }).click();
  await page.getByText('cup-background-removal.png').first().waitFor();
  expect(new URL(page.url()).search).toBe('');
  await page.goBack();
  await page.getByRole('link', { name: 'Run again' }).click();
  await page.getByText('Filled in from an earlier job.').waitFor();
  expect(new URL(page.url()).search).toBe('?tool=background-removal');

  await at.tool('Upscale').click();
  await at.drop('cup.png', await freshPhoto('coffee.png'));
  await at.button(/^Process image/).click();
  await page.waitForURL(/job=/);
  await page.getByRole('link', { name: 'Details of the job' }).click();
  await page.waitForURL('**/jobs/*');
  await at.button('Cancel free of charge').click();
  await page.getByText('Canceled. 0 credits charged.').first().waitFor();
  await opened.close();
});

import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import {
  type Finding,
  type Gallery,
  type GalleryPage,
  openGallery,
} from './testing/open-gallery.ts';

const web = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(web + file, 'utf8');
const sources = globSync('ui/gallery/specimens/*.tsx', { cwd: web }).map(read);
const named = (pattern: RegExp) =>
  sources.flatMap((source) => [...source.matchAll(pattern)].map(([, name = '']) => name)).sort();

/** A new file among the specimens is on the page, and its states are in these tests. */
const components = named(/component: '(\w+)'/g);
const overlays = named(/overlay: '([\w-]+)'/g);
const over =
  '[role=dialog], [role=alertdialog], [role=menu], [aria-label^=Notifications] ol:has(li)';
const themes = ['dark', 'light'] as const;

let gallery: Gallery;
let at: GalleryPage;
let page: Page;
beforeAll(async () => {
  gallery = await openGallery();
  at = await gallery.page();
  ({ page } = at);
});
afterAll(() => gallery.close());

const focused = () => page.evaluate(() => document.activeElement?.textContent);
/** Focus moves, and what was hidden behind a layer is found again, a moment after that layer has gone. */
const untilFocused = (text: string) =>
  page.waitForFunction((wanted) => document.activeElement?.textContent === wanted, text);
const button = (name: string) => page.getByRole('button', { name, exact: true });

describe('every component in every state, in both themes, on a desktop and on a phone', () => {
  const all: (Finding & { theme: string; width: number })[] = [];
  const overflows: number[] = [];
  beforeAll(async () => {
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      overflows.push(await at.overflow());
      for (const theme of themes) {
        await at.show('', theme);
        all.push(...(await at.findings()).map((finding) => ({ ...finding, theme, width })));
      }
    }
  });

  test('is on the page, which fits and complains of nothing', async () => {
    const shown = page.locator('main > section');
    expect(await shown.evaluateAll((all) => all.map(({ id }) => id).sort())).toEqual(components);
    expect(overflows).toEqual([0, 0]);
    expect(at.complaints).toEqual([]);
    expect(all.filter(({ component }) => !components.includes(component))).toEqual([]);
  });

  test.each(components)('%s passes axe', (component) => {
    expect(all.filter((finding) => finding.component === component)).toEqual([]);
  });

  test('a part that no page uses yet is among them', () => {
    const imported = (files: readonly string[]) =>
      files.flatMap((file) =>
        [...read(file).matchAll(/from '[^']*\/([\w-]+\.tsx?)'/g)].map(([, name = '']) => name),
      );
    const parts = globSync('ui/{*,controls/*,layers/*,table/*}.tsx', { cwd: web });
    const rooms = globSync('**/*.tsx', { cwd: web }).filter((file) => !parts.includes(file));
    const used = new Set([...imported(rooms), ...imported(parts)]);
    expect(parts.map((file) => basename(file)).filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('what lies over the page', () => {
  test.each(overlays)('%s passes axe in both themes on a phone, and fits', async (overlay) => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const theme of themes) {
      await at.show(overlay, theme);
      await page.locator(over).first().waitFor();
      expect([theme, await at.findings([over])]).toEqual([theme, []]);
      expect(await at.overflow()).toBe(0);
    }
    expect(at.complaints).toEqual([]);
    await at.show();
    await page.locator(over).first().waitFor({ state: 'hidden' });
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test.each(['dialog', 'alert-dialog', 'long-dialog', 'drawer'])(
    'every control of %s can be reached on a phone at 200 % zoom',
    async (overlay) => {
      await page.setViewportSize({ width: 195, height: 422 });
      await at.show(overlay);
      const modal = page.locator(over);
      expect(await modal.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
      for (const control of await modal.locator('button, input, textarea').all()) {
        await control.click({ trial: true });
      }
      await at.show();
      await page.setViewportSize({ width: 1280, height: 900 });
    },
  );
});

describe('by keyboard', () => {
  test.each([
    ['Rename project', 'dialog'],
    ['Delete 3 pictures', 'alertdialog'],
    ['Attempt 1', 'dialog'],
  ] as const)('what %s opens keeps the focus and gives it back', async (name, role) => {
    await button(name).press('Enter');
    const modal = page.getByRole(role, { name: new RegExp(name) });
    await modal.waitFor();
    const inside = () => modal.evaluate((box) => box.contains(document.activeElement));
    await modal.and(page.locator(':focus-within')).waitFor();
    for (const key of [...Array<string>(7).fill('Tab'), ...Array<string>(7).fill('Shift+Tab')]) {
      expect(await inside()).toBe(true);
      await page.keyboard.press(key);
    }
    await page.keyboard.press('Escape');
    await modal.waitFor({ state: 'hidden' });
    await untilFocused(name);
  });

  test('a form opens on its first field, a question on its harmless answer', async () => {
    await button('Rename project').press('Enter');
    await page.getByRole('textbox', { name: 'Name' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await button('Delete 3 pictures').press('Enter');
    await untilFocused('Keep them');
    await page.mouse.click(5, 5);
    await page.getByRole('alertdialog').waitFor();
    await button('Keep them').press('Enter');
    await page.getByRole('alertdialog').waitFor({ state: 'hidden' });
  });

  test('Escape closes the uppermost layer only', async () => {
    await button('Rename project').press('Enter');
    await button('Suggest a name').press('Enter');
    await page.locator('[role=menuitem]:focus', { hasText: 'Autumn catalogue' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    await page.getByRole('dialog').waitFor();
    await untilFocused('Suggest a name');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await untilFocused('Rename project');
  });

  test('the arrows walk a menu, past what cannot be chosen and says why', async () => {
    await button('Picture').press('ArrowDown');
    const walked = [];
    for (let step = 0; step < 4; step += 1) {
      await page.getByRole('menuitem').nth(step).and(page.locator(':focus')).waitFor();
      walked.push(await focused());
      if (step === 2) await page.keyboard.press('Enter');
      await page.keyboard.press('ArrowDown');
    }
    expect(walked).toEqual([
      'DownloadD',
      'Copy link',
      'Move to a projectThere is no project yet.',
      'Delete…',
    ]);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog', { name: 'Delete coffee.png?' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'hidden' });
    await untilFocused('Picture');
  });

  test('a menu keeps open over what is checked, and closes on a choice', async () => {
    await button('View').press('Enter');
    const mine = page.getByRole('menuitemcheckbox', { name: 'Mine only' });
    await mine.press('Enter');
    expect(await mine.getAttribute('aria-checked')).toBe('true');
    await page.getByRole('menuitemradio', { name: 'Most credits first' }).press('Enter');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    await button('View').press('Enter');
    const dearest = page.getByRole('menuitemradio', { name: 'Most credits first' });
    expect(await dearest.getAttribute('aria-checked')).toBe('true');
    await page.keyboard.press('Escape');
  });

  test('the arrows choose a tab, which shows its panel and comes into view', async () => {
    await page.getByRole('tab', { name: 'Ledger' }).press('ArrowRight');
    await page.getByRole('tabpanel', { name: 'Invoices' }).getByText('Twelve invoices.').waitFor();
    await page.keyboard.press('End');
    await page.getByRole('tabpanel', { name: 'Members' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tabpanel', { name: 'Ledger' }).waitFor();
    await page.getByRole('tab', { name: 'Novembre 2026' }).press('ArrowRight');
    await page.getByRole('tabpanel', { name: 'Juillet 2026' }).waitFor();
    expect(await page.getByRole('tab', { selected: true }).allTextContents()).toEqual([
      'Ledger',
      'Juillet 2026',
    ]);
  });
});

describe('a table', () => {
  const table = () => page.locator('#Table').getByRole('table', { name: 'Ledger' }).first();
  const sorting = (name: string) =>
    table().getByRole('columnheader', { name }).getAttribute('aria-sort');
  const credits = () => table().getByRole('row').getByRole('cell').nth(2).textContent();

  test('is sorted by keyboard, says how, and keeps the focus on the button', async () => {
    expect([await sorting('Day'), await sorting('Credits')]).toEqual(['descending', 'none']);
    await table().getByRole('button', { name: 'Credits' }).press('Enter');
    expect([await sorting('Day'), await sorting('Credits')]).toEqual(['none', 'ascending']);
    expect(await credits()).toContain('0');
    await page.keyboard.press('Space');
    expect(await sorting('Credits')).toBe('descending');
    expect(await credits()).toContain('−5');
    await untilFocused('Credits');
  });

  test('says which rows it shows, and its last page keeps the focus', async () => {
    const said = page.locator('#Table').getByRole('status').first();
    expect(await said.textContent()).toBe('1–4 of 7');
    await button('Next').press('Enter');
    expect(await said.textContent()).toBe('5–7 of 7');
    expect(await button('Next').getAttribute('aria-disabled')).toBe('true');
    await untilFocused('Next');
    await button('Previous').press('Enter');
    expect(await said.textContent()).toBe('1–4 of 7');
  });

  test('is still one on a phone, where each row is a block', async () => {
    const shape = async () => [
      await table().getByRole('columnheader').allTextContents(),
      await table().getByRole('rowheader').count(),
      await table().getByRole('row').count(),
      await table().getByRole('cell').count(),
    ];
    const onDesk = await shape();
    await page.setViewportSize({ width: 390, height: 844 });
    expect((await shape()).slice(0, 3)).toEqual(onDesk.slice(0, 3));
    await table().getByRole('cell').first().getByText('Outcome').waitFor();
    await page.setViewportSize({ width: 1280, height: 900 });
  });
});

test('a field says what is wrong in a region that was there before, until it is right', async () => {
  const field = page.getByLabel('Monthly budget');
  const described = () =>
    field.evaluate((control) =>
      (control.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent),
    );
  expect(await described()).toEqual(['A whole number of credits, 0 or more.']);
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  await field.fill('125');
  expect(await described()).toEqual(['New jobs stop when it is reached.']);
  expect(await field.getAttribute('aria-invalid')).toBeNull();
  const region = page.locator('#Field div').filter({ has: field }).last().locator('xpath=..');
  const live = await region.locator('[aria-live=polite]').first().elementHandle();
  await field.fill('a lot');
  expect(await live.textContent()).toBe('A whole number of credits, 0 or more.');
});

test('a toast is read out, stays while it is pointed at or focused, and then goes', async () => {
  const { page: still, close } = await gallery.page({ frozen: true });
  const toast = (text: string) => still.getByRole('listitem').filter({ hasText: text });
  const press = async (name: string) => {
    await still.getByRole('button', { name, exact: true }).click();
    await still.clock.runFor(100);
  };
  await press('coffee.png is ready');
  const polite = still.locator('[role=status][aria-live=polite]');
  await polite.filter({ hasText: 'coffee.png is ready' }).waitFor({ state: 'attached' });
  await press('80 % of the budget is used');
  const urgent = still.locator('[role=status][aria-live=assertive]');
  await urgent.filter({ hasText: 'New jobs stop' }).waitFor({ state: 'attached' });

  await toast('coffee.png').hover();
  await still.clock.runFor(20_000);
  expect(await toast('coffee.png').count()).toBe(1);
  await still.mouse.move(5, 5);
  await still.keyboard.press('F8');
  await still.clock.runFor(20_000);
  expect(await toast('coffee.png').count()).toBe(1);
  await still.getByRole('button', { name: 'Rename project' }).focus();
  await still.clock.runFor(20_000);
  expect(await toast('coffee.png').count()).toBe(0);
  expect(await toast('80 %').count()).toBe(1);
  await toast('80 %').getByRole('button', { name: 'Dismiss' }).press('Enter');
  await toast('80 %').waitFor({ state: 'detached' });
  await close();
});

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type * as Axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

const words = {
  en: {
    email: 'E-mail',
    password: 'Password',
    signIn: 'Sign in',
    done: 'Done',
    compare: /Compare/,
  },
  fr: {
    email: 'Adresse e-mail',
    password: 'Mot de passe',
    signIn: 'Se connecter',
    done: 'Terminé',
    compare: /Comparer/,
  },
};

/** The studio as a person handles it: by names that can be read on the screen. */
export function studioPage(page: Page, baseUrl: string, language: 'en' | 'fr' = 'en') {
  const say = words[language];
  const bar = page.locator('#main section').nth(1);
  return {
    page,
    tool: (name: string) => page.getByRole('radio', { name, exact: true }),
    button: (name: string | RegExp) => page.getByRole('button', { name }),
    steps: (): Locator => page.locator('#steps').getByRole('list'),
    wallet: (): Locator => page.getByRole('group', { name: /^(Credits|Crédits)/ }),
    compare: (): Locator => page.getByRole('slider', { name: say.compare }),
    done: (): Locator => bar.getByText(say.done, { exact: true }),

    async signIn({ email, password }: Credentials): Promise<void> {
      await page.goto(`${baseUrl}/`);
      await page.getByLabel(say.email).fill(email);
      await page.getByLabel(say.password).fill(password);
      await page.getByRole('button', { name: say.signIn }).click();
      await page.waitForURL('**/studio');
      await page.getByRole('button', { name: /^(Account|Compte)/ }).waitFor();
    },

    /** Opens the studio with a session that the browser has already. */
    async open(): Promise<void> {
      await page.goto(`${baseUrl}/studio`);
      await page.getByRole('button', { name: /^(Account|Compte)/ }).waitFor();
    },

    /** Drops a file on the stage, as the operating system does. */
    async drop(name: string, bytes: Uint8Array, type = 'image/png'): Promise<void> {
      const files = await page.evaluateHandle(
        ({ base64, name, type }) => {
          const transfer = new DataTransfer();
          const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          transfer.items.add(new File([content], name, { type }));
          return transfer;
        },
        { base64: Buffer.from(bytes).toString('base64'), name, type },
      );
      for (const event of ['dragenter', 'dragover', 'drop']) {
        await bar.dispatchEvent(event, { dataTransfer: files });
      }
    },

    /** Credits that can be spent, as the header shows them. */
    async available(): Promise<number> {
      const name = await page
        .getByRole('group', { name: /^(Credits|Crédits)/ })
        .getAttribute('aria-label');
      return Number(/\d+/.exec(name ?? '')?.[0]);
    },

    async download(name: string): Promise<{ fileName: string; bytes: Buffer }> {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name }).click(),
      ]);
      return {
        fileName: download.suggestedFilename(),
        bytes: await readFile(await download.path()),
      };
    },

    /** Texts that are wider than their place, where nobody can scroll to the rest. */
    cut: (): Promise<string[]> => page.evaluate(cutTexts),

    /** How many pixels the page is wider than its window. */
    overflow: (): Promise<number> =>
      page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      ),

    /** What axe finds, by WCAG 2.2 A and AA: by all of its rules, by one alone, or without one. */
    async findings(rule: { only?: string; without?: string } = {}): Promise<string[]> {
      const axe = await readFile(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
      // Half-way through a change of colours, no ratio is the true one.
      await page.evaluate(() => {
        const changes = document.getAnimations().filter((each) => each instanceof CSSTransition);
        for (const change of changes) change.finish();
      });
      if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
      return page.evaluate(async ({ only, without }) => {
        const { axe } = globalThis as unknown as { axe: typeof Axe };
        const { violations } = await axe.run({
          runOnly: only ? [only] : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
          resultTypes: ['violations'],
          rules: without ? { [without]: { enabled: false } } : {},
        });
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
        );
      }, rule);
    },
  };
}

/** Texts whose letters reach beyond the edge of what hides or of the window. */
function cutTexts(): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: string[] = [];
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!text.textContent?.trim() || !text.parentElement?.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const letters = range.getBoundingClientRect();
    for (let box: Element | null = text.parentElement; box; box = box.parentElement) {
      const { overflowX } = getComputedStyle(box);
      // People scroll there; and what is only read aloud takes one pixel.
      if (/auto|scroll/.test(overflowX) || (overflowX !== 'visible' && box.clientWidth <= 1)) break;
      const edge = box.getBoundingClientRect();
      const hides = overflowX !== 'visible' || box === document.body;
      if (hides && (letters.left < edge.left - 1 || letters.right > edge.right + 1)) {
        found.push(`${text.textContent} in ${box.tagName} ${box.className}`);
      }
    }
  }
  return found;
}

import type { Page } from 'playwright-core';

/**
 * Listens as a screen reader does: to what changes in live regions that were there before, and to alerts, which are
 * read when they come. A region that comes with its text says nothing.
 * @returns what has been said since, in order
 */
export async function listen(page: Page): Promise<() => Promise<string[]>> {
  const said = await page.evaluateHandle(() => {
    const heard: string[] = [];
    const last = new Map<Element, string>();
    const hear = (region: Element) => {
      const text = region.textContent.trim();
      if (text !== '' && text !== last.get(region)) heard.push(text);
      last.set(region, text);
    };
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const place = target instanceof Element ? target : target.parentElement;
        const region = place?.closest('[role=status], [aria-live=polite]');
        if (region && place?.closest('[aria-live=off]') === null) hear(region);
        for (const added of addedNodes) {
          if (!(added instanceof Element)) continue;
          const alerts = added.matches('[role=alert]')
            ? [added]
            : added.querySelectorAll('[role=alert]');
          for (const alert of alerts) hear(alert);
        }
      }
    }).observe(document, { childList: true, characterData: true, subtree: true });
    return heard;
  });
  return () => said.evaluate((heard) => [...heard]);
}

import type { Locator, Page } from 'playwright-core';

/** Slow 3G: 400 kbit/s each way, 400 ms there and back. */
const slow3g = {
  offline: false,
  latency: 400,
  downloadThroughput: 50_000,
  uploadThroughput: 50_000,
};
const noLine = { offline: true, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
const usual = { ...noLine, offline: false };

/** Makes the page's browser that of a slow phone, by the browser's own protocol. */
export async function slowPhone(page: Page) {
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Network.enable');
  return {
    /** A processor four times as slow, on slow 3G. */
    slow: async () => {
      await protocol.send('Network.emulateNetworkConditions', slow3g);
      await protocol.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    },
    loseLine: () => protocol.send('Network.emulateNetworkConditions', noLine),
    goodLine: async () => {
      await protocol.send('Network.emulateNetworkConditions', usual);
      await protocol.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    },
  };
}

/** Whether all of it is on the screen, without scrolling, and nothing lies over its middle. */
export async function isSeen(target: Locator): Promise<boolean> {
  return target.evaluate((element) => {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const inside = top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
    return inside && over !== null && (element.contains(over) || over.contains(element));
  });
}

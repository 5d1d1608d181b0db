import type { Page } from 'playwright-core';

export interface Answer {
  readonly path: string;
  readonly type: string;
  /** What went over the line: head and body, compressed. */
  readonly bytes: number;
}

/** Everything that the page's browser is sent from now on, as the browser itself counts it. */
export async function weighAnswers(page: Page): Promise<readonly Answer[]> {
  const protocol = await page.context().newCDPSession(page);
  const known = new Map<string, { path: string; type: string }>();
  const answers: Answer[] = [];
  protocol.on('Network.responseReceived', ({ requestId, type, response }) => {
    const { protocol: scheme, pathname } = new URL(response.url);
    if (scheme.startsWith('http')) known.set(requestId, { path: pathname, type });
  });
  protocol.on('Network.loadingFinished', ({ requestId, encodedDataLength: bytes }) => {
    const answer = known.get(requestId);
    if (answer) answers.push({ ...answer, bytes });
  });
  await protocol.send('Network.enable');
  return answers;
}

/** The bytes of all, or of one type. */
export function bytesOf(answers: readonly Answer[], type?: string): number {
  const counted = answers.filter((answer) => type === undefined || answer.type === type);
  return counted.reduce((sum, { bytes }) => sum + bytes, 0);
}

import type { TestAnswer } from './http-client.ts';
import type { TestCustomer, TestApi } from './test-api.ts';

/** Polls until memory answers: it does once the LISTEN connection stands, for the first time or again. */
export async function whenRemembered(
  api: TestApi,
  path: string,
  { key }: TestCustomer,
): Promise<TestAnswer> {
  const giveUpAt = Date.now() + 10_000;
  for (;;) {
    const before = api.queries();
    const answer = await api.call('GET', path, { key });
    if (api.queries() === before) return answer;
    if (Date.now() > giveUpAt) throw new Error(`${path} is still read from the database`);
  }
}

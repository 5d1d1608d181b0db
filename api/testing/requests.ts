import type { TestBody } from './http-client.ts';
import type { TestCustomer, TestApi } from './test-api.ts';

interface Scene {
  readonly api: TestApi;
  readonly owner: TestCustomer;
  /** A picture of the owner's. */
  readonly asset?: TestBody;
}

/**
 * What most tests ask for, in the owner's name unless another customer is given. The scene is looked up at each
 * request, because a test file sets it only before its first test.
 */
export function requestsIn(scene: () => Scene) {
  return {
    removal: (id = scene().asset?.id) => ({
      operation: 'background-removal',
      input: { asset: id },
    }),
    post: (json: unknown, headers: Record<string, string> = {}, by = scene().owner) =>
      scene().api.call('POST', '/v1/jobs', { key: by.key, json, headers }),
    quote: (json: unknown, by = scene().owner) =>
      scene().api.call('POST', '/v1/quotes', { key: by.key, json }),
    get: (path: string, headers: Record<string, string> = {}, by = scene().owner) =>
      scene().api.call('GET', path, { key: by.key, headers }),
  };
}

import type { Link } from '../domain/plan.ts';
import { isQuick } from './policies.ts';

/** Every provider has its own queue, so that one vendor's trouble never blocks another's work. */
export function providerTaskQueue(taskQueue: string, provider: string): string {
  return `${taskQueue}.${provider}`;
}

/** That of the provider's light work, which never waits behind its heavy work. */
export function lightTaskQueue(taskQueue: string, provider: string): string {
  return `${providerTaskQueue(taskQueue, provider)}.light`;
}

/** The queue of a link's activity. Quick work of release 0.1.0, whose plans do not say what is light, shares the saga's own. */
export function linkTaskQueue(taskQueue: string, link: Link): string {
  if (link.light) return lightTaskQueue(taskQueue, link.provider);
  return isQuick(link) && !link.mode ? taskQueue : providerTaskQueue(taskQueue, link.provider);
}

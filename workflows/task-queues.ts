import type { Link } from '../domain/plan.ts';
import { isQuick } from './policies.ts';

/** Every provider has its own queue, so that one vendor's trouble never blocks another's work. */
export function providerTaskQueue(taskQueue: string, provider: string): string {
  return `${taskQueue}.${provider}`;
}

/** The queue of a link's activity: quick work shares the saga's own, where Temporal hands it over at once. */
export function linkTaskQueue(taskQueue: string, link: Link): string {
  return isQuick(link) ? taskQueue : providerTaskQueue(taskQueue, link.provider);
}

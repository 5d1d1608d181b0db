import type { Namespace } from './namespaces.ts';

/** What a route exports as its `handle`: the features whose texts it shows, which the page comes with. */
export interface RouteTexts {
  readonly texts: readonly Namespace[];
}

/** The same of any route. */
export function textsOf(handle: unknown): readonly Namespace[] {
  return (handle as Partial<RouteTexts> | undefined)?.texts ?? [];
}

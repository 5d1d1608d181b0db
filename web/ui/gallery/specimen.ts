import type { ReactElement } from 'react';

/** One state of a component, as the page shows it. */
export interface State {
  name: string;
  /** The whole width of the page. */
  wide?: boolean;
  /** For what lies over the page: the word after `?open=` that shows it at once. */
  overlay?: string;
  Show: (props: { open: boolean }) => ReactElement;
}

/** A component of the kit in all its states; a file in `specimens/` is one. */
export interface Specimen {
  component: string;
  purpose: string;
  states: readonly State[];
}

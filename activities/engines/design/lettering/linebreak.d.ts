declare module 'linebreak' {
  /** Where lines of a text may end (UAX #14), in order; `required`: must. */
  export default class LineBreaker {
    constructor(text: string);
    nextBreak(): { readonly position: number; readonly required?: boolean } | null;
  }
}

import type { PageApi } from '../api/pages/page-api.ts';

declare module '@remix-run/node' {
  interface AppLoadContext {
    /** The Content-Security-Policy nonce of this answer. */
    nonce: string;
    /** The origins whose pages are ours. */
    ownOrigins: readonly string[];
    api: PageApi;
    /** By what this answer is found in the log. */
    requestId: string;
    /** Writes down what went wrong in a page. */
    report: (error: unknown) => void;
  }
}

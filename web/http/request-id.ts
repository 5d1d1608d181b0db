import { createContext, useContext } from 'react';

/** By what the answer that brought this page is found in the log. */
export const RequestIdContext = createContext('');

let failed = '';

/** The id of the last answer that failed since, else of the page's own. */
export function useRequestId(): string {
  const own = useContext(RequestIdContext);
  return failed || own;
}

/** Remembers which answer failed: what a router makes of one no longer says it. */
export function rememberFailedAnswers(): void {
  const ask = window.fetch.bind(window);
  window.fetch = async (...request) => {
    const answer = await ask(...request);
    failed = answer.status >= 500 ? (answer.headers.get('x-request-id') ?? '') : '';
    return answer;
  };
}

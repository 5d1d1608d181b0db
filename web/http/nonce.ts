import { createContext, useContext } from 'react';

/** The Content-Security-Policy nonce of this page, for the scripts that the server writes into it. */
export const NonceContext = createContext('');

export function useNonce(): string {
  return useContext(NonceContext);
}

import fresh from 'fresh';

/**
 * Whether an If-None-Match header names this ETag. The caller's Cache-Control is kept from `fresh`: by its own rules
 * fetch adds `no-cache` to every request that has an If-None-Match, which then would never be answered with 304.
 */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  return fresh({ 'if-none-match': ifNoneMatch }, { etag });
}

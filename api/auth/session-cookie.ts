/**
 * How our cookies are called: browsers keep those of a host together whatever the port, so instances side by side on
 * one machine must not share a name. `__Host-` pins a cookie to this very host; browsers want https for it.
 */
export function cookiePrefix(origin: string): string {
  const { protocol, port } = new URL(origin);
  if (protocol === 'https:') return '__Host-atelier';
  return port === '' ? 'atelier' : `atelier-${port}`;
}

/** The name of the cookie that a signed-in browser sends. */
export function sessionCookie(origin: string): string {
  return `${cookiePrefix(origin)}.session_token`;
}

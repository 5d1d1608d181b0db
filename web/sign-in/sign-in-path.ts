/** The way to a session, and back to the page that needs one. */
export function signInPath({ pathname, search }: { pathname: string; search: string }): string {
  return `/sign-in?return=${encodeURIComponent(pathname + search)}`;
}

/**
 * Refuses a write that another site caused.
 * @throws a 403 `Response` when `Origin` is missing or is not the address of this request.
 */
export function requireSameOrigin(request: Request): void {
  if (request.headers.get('origin') !== new URL(request.url).origin) {
    throw new Response('Forbidden: foreign origin', { status: 403 });
  }
}

/** A path of this site that a form may send people back to; anything else is the studio. */
export function safeReturnPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])/.test(path) ? path : '/studio';
}

/** A form's text field; undefined when it is missing or a file. */
export function textOf(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' ? value : undefined;
}

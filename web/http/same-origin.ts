/**
 * Refuses a write that another site caused.
 * @param own the origins whose pages are ours
 * @throws a 403 `Response` when `Origin` is missing or foreign.
 */
export function requireSameOrigin(request: Request, own: readonly string[]): void {
  const origin = request.headers.get('origin');
  if (origin === null || !own.includes(origin)) {
    throw new Response('Forbidden: foreign origin', { status: 403 });
  }
}

/** Whether people reach us by https alone: then no cookie may go another way. */
export function isSecure(own: readonly string[]): boolean {
  return own.every((origin) => origin.startsWith('https:'));
}

/** Stands for this site; nobody can own it. */
const here = 'http://here.invalid';

/** Whatever a browser shows in its address line; a header has to carry it. */
const pathLengthMax = 2_000;

/** A path of this site that a form may send people back to; anything else is the studio. */
export function safeReturnPath(path: string | undefined): string {
  const target = path && path.length <= pathLengthMax ? URL.parse(path, here) : null;
  // Two slashes would name a host again: `/.//evil.example` comes down to them.
  if (target?.origin !== here || target.pathname.startsWith('//')) return '/studio';
  const whole = target.pathname + target.search + target.hash;
  return whole.length > pathLengthMax ? '/studio' : whole;
}

/** A form's text field; undefined when it is missing or a file. */
export function textOf(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' ? value : undefined;
}

import type { ServerBuild } from '@remix-run/node';
import type { TestApi } from './test-api.ts';

/** Something that is served, as a caller asks for it. */
export interface Target {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether what is sent is a picture, by somebody who may send one. */
  readonly isUpload: boolean;
  /** Whether the answer can only be given once the body is there. */
  readonly awaitsBody: boolean;
  /** A body that it takes. */
  readonly body: string;
}

const someId = '0'.repeat(26);
const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const file = { 'content-type': 'multipart/form-data; boundary=x' };
const design = JSON.stringify({ operation: 'text-to-design', input: { prompt: 'A kite' } });
const nobody = { email: 'nobody@example.com', password: 'wrong horse battery' };

/** Where the file of an upload begins, and a whole one that is no picture. */
export const uploadHead =
  '--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n';
const upload = `${uploadHead}no picture\r\n--x--\r\n`;

/** Every route of the API, asked by whoever has these headers. */
export function routeTargets(api: TestApi, who: Readonly<Record<string, string>>): Target[] {
  const isKnown = Object.keys(who).length > 0;
  return api.application.routes.map(({ contract }) => {
    const isUpload = contract.upload === true;
    const hasBody = isUpload || contract.body !== undefined;
    return {
      name: `${contract.method} ${contract.path}${isKnown ? ` with ${Object.keys(who)[0]}` : ''}`,
      method: contract.method.toUpperCase(),
      path: contract.path.replace(/\{\w+\}/g, () =>
        contract.path.includes('assets') ? `ast_${someId}` : `job_${someId}`,
      ),
      headers: { ...(isUpload ? file : json), ...who },
      isUpload: isUpload && isKnown,
      awaitsBody: isKnown && hasBody,
      body: isUpload ? upload : hasBody ? design : '',
    };
  });
}

/** Every page, asked with a method and these headers. */
export function pageTargets(
  routes: ServerBuild['routes'],
  method: 'GET' | 'POST',
  who: Readonly<Record<string, string>>,
): Target[] {
  const paths = Object.values(routes).map(
    ({ path = '' }) => `/${path.replace(/:\w+|\*/g, someId)}`,
  );
  return [...new Set(paths)].map((path) => ({
    name: `${method} page ${path} with ${Object.values(who).join(' ').slice(0, 40)}`,
    method,
    path,
    headers: { ...(method === 'POST' && form), ...who },
    isUpload: false,
    awaitsBody: method === 'POST',
    body: method === 'POST' ? new URLSearchParams({ ...nobody, theme: 'dark' }).toString() : '',
  }));
}

/** What is reachable of better-auth. */
export function authTargets(api: TestApi): Target[] {
  return ['sign-in/email', 'sign-out', 'get-session'].map((path) => ({
    name: path,
    method: 'POST',
    path: `/api/auth/${path}`,
    headers: { ...json, origin: api.origin },
    isUpload: false,
    awaitsBody: true,
    body: path === 'sign-in/email' ? JSON.stringify(nobody) : '{}',
  }));
}

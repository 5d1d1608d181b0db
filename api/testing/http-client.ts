export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly json: TestBody;
}

/** What the tests look at in an answer; which of it there is, each test knows from what it asked. */
export interface TestBody {
  readonly id: string;
  readonly object: string;
  readonly status: string;
  readonly code: string;
  readonly detail: string;
  readonly param: string;
  readonly errors: readonly { field: string }[];
  readonly accepted: readonly string[];
  readonly retryable: boolean;
  readonly request_id: string;
  readonly instance: string;
  readonly url: string;
  readonly file_name: string;
  readonly preview_url: string;
  readonly thumbnail_url: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly mime_type: string;
  readonly amount: number;
  readonly available: number;
  readonly parts: { readonly postgres: string };
  readonly input_schema: { readonly properties: Readonly<Record<string, { default: unknown }>> };
  readonly data: readonly TestBody[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

/** `key`: an API key; `json` or `body`: what is sent. */
interface Call {
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
  readonly body?: BodyInit;
}

export type HttpClient = (method: string, path: string, options?: Call) => Promise<TestAnswer>;

export function createHttpClient(origin: string): HttpClient {
  return async (method, path, { key = null, headers = {}, json, body } = {}) => {
    const answer = await fetch(new URL(path, origin), {
      method,
      redirect: 'manual',
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json === undefined ? body !== undefined && { body } : { body: JSON.stringify(json) }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    const parsed = (isJson && bytes.length > 0 ? JSON.parse(bytes.toString()) : {}) as TestBody;
    return { status: answer.status, headers: answer.headers, bytes, json: parsed };
  };
}

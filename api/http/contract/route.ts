import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Permission } from '../../../domain/permissions.ts';
import type { Principal } from '../../auth/principal.ts';
import type { ProblemCode } from '../problems/problem.ts';

type Shape = z.ZodType<Record<string, unknown>, Record<string, unknown>>;

interface AnswerContract {
  readonly description: string;
  readonly body?: z.ZodType;
  /** Anything but JSON. */
  readonly mediaType?: string;
  readonly headers?: readonly string[];
}

/** What a route promises: it is checked on every request and printed in the OpenAPI document. */
export interface Contract<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Headers extends Shape = Shape,
  Body extends z.ZodType = z.ZodType,
> {
  readonly id: string;
  readonly method: 'get' | 'post' | 'delete';
  readonly path: `/v1/${string}`;
  readonly summary: string;
  /** Who may call: whoever has this permission. `signed`: or holds a signed address. */
  readonly access: 'public' | 'signed' | Permission;
  readonly params?: Params;
  readonly query?: Query;
  /** Names in lower case. */
  readonly headers?: Headers;
  readonly body?: Body;
  /** The body is `multipart/form-data` with one `file`; the handler reads it from `request`. */
  readonly upload?: true;
  readonly answers: Readonly<Record<number, AnswerContract>>;
  readonly problems: readonly ProblemCode[];
}

/** A request that kept the contract. */
export interface Call<Params, Query, Headers, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Body;
  /** Null only where `access` is `public` or `signed`. */
  readonly visitor: Principal | null;
  /** The visitor; refuses with `unauthenticated` when there is none. */
  readonly principal: Principal;
  readonly request: IncomingMessage;
  /** Aborts when the caller goes away or the server stops. */
  readonly signal: AbortSignal;
  /** Puts the job's id on the request's log line. */
  readonly about: (jobId: string) => void;
}

/** JSON (any value), bytes already rendered, or a stream; undefined answers without a body. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly bytes?: Buffer;
  readonly stream?: Readable;
}

/** A mounted route: its contract and what answers it, once its input has been checked. */
export interface Route {
  readonly contract: Contract;
  readonly handle: (call: Call<unknown, unknown, unknown, unknown>) => Promise<Answer>;
}

/** Ties a handler to its contract, so that it sees parsed and typed input only. */
export function route<
  Params extends Shape,
  Query extends Shape,
  Headers extends Shape,
  Body extends z.ZodType,
>(
  contract: Contract<Params, Query, Headers, Body>,
  handle: (
    call: Call<z.output<Params>, z.output<Query>, z.output<Headers>, z.output<Body>>,
  ) => Promise<Answer> | Answer,
): Route {
  return { contract, handle: async (call) => handle(call as never) };
}

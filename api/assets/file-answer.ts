import { create } from 'content-disposition';
import { combineRanges, parse, type Range } from 'range-parser';
import type { ObjectStore } from '../../storage/object-store.ts';
import type { AssetVariant } from '../../storage/signed-url.ts';
import { matchesEtag } from '../http/etag.ts';
import type { Urls, SignatureQuery } from '../http/urls.ts';
import type { Principal } from '../auth/principal.ts';
import { ProblemError } from '../http/problems/problem.ts';
import { fileName } from './file-name.ts';
import type { AssetQueries } from './queries.ts';
import { type PreviewSource, previewOf } from './preview-file.ts';
import type { StoredFile } from './sql-functions.ts';
import type { Answer } from '../http/contract/route.ts';

/** Where files and their addresses come from. */
export interface FileSource extends PreviewSource {
  readonly assets: AssetQueries;
  readonly store: ObjectStore;
  readonly urls: Urls;
}

/** Of a parsed Range header's `code`: this bit says that it was not understood, whatever else it says. */
const malformed = 1;

interface FileName {
  /** UUID of the asset. */
  readonly id: string;
  readonly variant: AssetVariant;
}

interface FileRequest {
  readonly query: SignatureQuery;
  readonly headers: {
    readonly range?: string | undefined;
    readonly 'if-range'?: string | undefined;
    readonly 'if-none-match'?: string | undefined;
  };
  readonly visitor: Principal | null;
}

/** The file, a part of it, or that it has not changed. */
export async function fileAnswer(
  source: FileSource,
  name: FileName,
  { query, headers, visitor }: FileRequest,
): Promise<Answer> {
  const signed = query.signature !== undefined;
  if (signed && !source.urls.opens(name.id, name.variant, query)) {
    throw new ProblemError('unauthenticated', 'This address has expired or was not made by us.');
  }
  const stored = await source.assets.file(visitor?.organizationId ?? null, name.id, name.variant);
  if (!stored) throw new ProblemError('not_found', 'There is no such file.');
  const file = name.variant === 'preview' ? await previewOf(source, stored) : stored;
  const etag = `"${file.sha256}"`;
  const common = headersOf(file, etag, fileName({ ...file, id: name.id, name: stored.name }));
  if (matchesEtag(headers['if-none-match'], etag)) return { status: 304, headers: common };

  const fits = headers['if-range'] === undefined || headers['if-range'] === etag;
  const range = fits && headers.range ? rangeOf(headers.range, file.bytes) : null;
  if (range === 'beyond') {
    return { status: 416, headers: { 'Content-Range': `bytes */${file.bytes}` } };
  }
  return open(source.store, file, range, common);
}

/**
 * The part of a file that is asked for, both ends included. Null: send the whole file, as RFC 9110 has it for a header
 * that is wrong, for other units, and for several parts that do not make one.
 */
function rangeOf(header: string, bytes: number): Range | 'beyond' | null {
  const { code, type, ranges } = parse(bytes, header);
  if (type !== 'bytes' || code & malformed) return null;
  const [first, ...others] = combineRanges(ranges);
  if (!first) return 'beyond';
  return others.length === 0 ? first : null;
}

async function open(
  store: ObjectStore,
  file: StoredFile,
  range: Range | null,
  headers: Record<string, string>,
): Promise<Answer> {
  const object = await store.get(file.key, range ?? undefined);
  if (!object) throw new Error(`the object store has lost ${file.key}`);
  const partial = range && {
    'Content-Range': `bytes ${range.start}-${range.end}/${file.bytes}`,
  };
  return {
    status: range ? 206 : 200,
    headers: { ...headers, 'Content-Length': String(object.bytes), ...partial },
    stream: object.body,
  };
}

/** A stored file is data, never a page: no sniffing, no scripts. */
function headersOf(file: StoredFile, etag: string, saved: string): Record<string, string> {
  return {
    ETag: etag,
    'Content-Type': file.mime_type,
    'Cache-Control': 'private, max-age=3600',
    'Accept-Ranges': 'bytes',
    'X-Content-Type-Options': 'nosniff',
    // A signed address is made to be shown elsewhere too.
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Content-Disposition': create(saved, { type: 'inline' }),
    'Content-Security-Policy': "default-src 'none'; sandbox",
  };
}

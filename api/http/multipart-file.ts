import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import busboy, { type Busboy } from 'busboy';
import { invalidRequest } from './problems/validation.ts';

const standstillMs = 60_000;

interface ReceivedFile {
  readonly file: Readable;
  /** What the sender calls it. */
  readonly name: string | undefined;
}

/** So many parts may come before the file's, each dropped unread. */
const partsMax = 32;
/** What a form says beside its file. */
const besideBytesMax = 1024 * 1024;

/**
 * The part called `file`, its stream and its name, as soon as it begins. It ends one byte beyond `bytesMax`, which is
 * enough to know that there is too much. Other parts are dropped unread; what there is of them instead of the file is
 * said. A minute without a byte ends it.
 */
export function multipartFile(request: IncomingMessage, bytesMax: number): Promise<ReceivedFile> {
  const { promise, resolve, reject } = Promise.withResolvers<ReceivedFile>();
  // The reader gets a stream of ours: it must hear what is wrong in our words, not how the parser words its failure.
  const file = new PassThrough();
  // It may fail before anybody reads it; whoever reads it then is told.
  file.on('error', () => undefined);
  let found = false;
  const parser = parserOf(request, bytesMax, () => {
    if (!found) fail(`The part called \`file\` is not among the first ${partsMax}`);
  });
  const idle = setTimeout(() => {
    fail('The upload stood still');
  }, standstillMs);
  const others: string[] = [];
  let bytes = 0;
  const goOn = (chunk: Buffer) => {
    bytes += chunk.length;
    idle.refresh();
    if (!found && bytes > bytesMax + besideBytesMax) fail(`${missing(others)} It may come first`);
  };
  const stopWatching = () => {
    clearTimeout(idle);
    request.off('data', goOn);
  };
  const fail = (message: string) => {
    stopWatching();
    const problem = unusable(message);
    if (found) file.destroy(problem);
    else reject(problem);
    request.unpipe(parser).pause();
  };
  parser.on('file', (name, part, { filename }: { filename?: string }) => {
    part.on('error', () => {
      fail('The multipart body is broken');
    });
    if (name !== 'file' || found) {
      others.push(name);
      part.resume();
      return;
    }
    found = true;
    // One byte too many says it all: the rest is not even read.
    part.on('limit', () => {
      stopWatching();
      request.unpipe(parser).pause();
      // The parser says so just before it hands over the last bytes.
      process.nextTick(() => part.push(null));
    });
    resolve({ file: part.pipe(file), name: filename });
  });
  parser.on('field', (name) => {
    others.push(name);
  });
  parser.on('error', () => {
    fail('The multipart body is broken');
  });
  parser.on('close', () => {
    stopWatching();
    if (!found) fail(missing(others));
  });
  const breakOff = () => {
    fail('The upload broke off');
  };
  // Whoever left before we began to read says nothing any more.
  if (request.destroyed) breakOff();
  request.once('error', breakOff);
  request.on('data', goOn);
  request.pipe(parser);
  return promise;
}

function parserOf(request: IncomingMessage, bytesMax: number, onTooMany: () => void): Busboy {
  try {
    const parser = busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: {
        ...{ fileSize: bytesMax + 1, fieldSize: 64 * 1024 },
        ...{ files: partsMax, fields: partsMax, parts: partsMax },
      },
    });
    parser.on('filesLimit', onTooMany).on('fieldsLimit', onTooMany).on('partsLimit', onTooMany);
    return parser;
  } catch {
    throw unusable('Send multipart/form-data with one part called `file`');
  }
}

/** What is wrong with a form that has no such file; names are the sender's, cut short. */
function missing(others: readonly string[]): string {
  if (others.includes('file')) return 'The part called `file` has no filename: give it one';
  if (others.length === 0) return 'There is no part called `file`: the form is empty';
  const names = others.slice(0, 5).map((name) => JSON.stringify(name.slice(0, 40)));
  return `There is no part called \`file\`, but ${names.join(', ')}`;
}

function unusable(message: string) {
  return invalidRequest([{ field: 'file', code: 'invalid_upload', message }]);
}

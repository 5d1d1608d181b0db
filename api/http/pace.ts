import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { ProblemError } from './problems/problem.ts';

/** How slow a caller may be. A phone on a bad line is welcome; one who stands still holds a place that others want. */
export interface Pace {
  /** Bytes of a body that must arrive, on average over a window. */
  readonly bytesPerSecondMin: number;
  readonly windowMs: number;
}

export const usualPace: Pace = { bytesPerSecondMin: 4_000, windowMs: 30_000 };

/**
 * Ends whoever sends a body too slowly (408), and whoever takes nothing of an answer for a window. What is answered before
 * its body has arrived ends with the connection: nobody reads the rest.
 */
export function createPaceWatch({ bytesPerSecondMin, windowMs }: Pace): RequestHandler {
  return (request, response, next) => {
    const { socket } = request;
    let [read, written] = [socket.bytesRead, socket.bytesWritten];
    let stalledMs = 0;
    const look = setInterval(() => {
      const arrived = socket.bytesRead - read;
      const isStalled = socket.writableLength > 0 && socket.bytesWritten === written;
      [read, written] = [socket.bytesRead, socket.bytesWritten];
      // What was written at once counts as a whole: it may take as long as the least rate needs.
      stalledMs = isStalled ? stalledMs + windowMs : 0;
      const neededMs = (socket.writableLength / bytesPerSecondMin) * 1_000;
      // A full buffer is our own slowness, not the caller's.
      const isOurs = request.readableLength >= request.readableHighWaterMark;
      const isSlow =
        !request.complete && !isOurs && arrived < (bytesPerSecondMin * windowMs) / 1_000;
      if (isSlow && !response.headersSent) {
        next(new ProblemError('request_timeout'));
      } else if (isSlow || (response.headersSent && isStalled && stalledMs > neededMs)) {
        socket.destroy();
      }
    }, windowMs);
    response.once('close', () => {
      clearInterval(look);
    });
    response.once('finish', () => {
      if (!request.complete) linger(request);
    });
    next();
  };
}

const lingerBytesMax = 8 * 1024 * 1024;
const lingerMs = 2_000;

/** A caller who still sends reads his answer only afterwards: a little of the rest is taken and dropped. */
function linger(request: IncomingMessage): void {
  let left = lingerBytesMax;
  // Whoever still reads the body must hear that nothing comes any more.
  const giveUp = () => {
    request.destroy(new ProblemError('request_timeout'));
  };
  const over = setTimeout(giveUp, lingerMs);
  request.on('error', () => undefined);
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) giveUp();
  });
  request.once('close', () => {
    clearTimeout(over);
  });
  request.resume();
}

import compression from 'compression';
import type { RequestHandler } from 'express';

/** Below this a packet is a packet. */
const bytesMin = 1_500;

/**
 * Pages, scripts, styles and lists travel compressed. Files and streams do not, nor does what has a strong ETag: that
 * names the very bytes.
 */
export function createCompression(): RequestHandler {
  return compression({
    threshold: bytesMin,
    filter(request, response) {
      const etag = response.getHeader('etag');
      const isStrong = typeof etag === 'string' && etag.startsWith('"');
      const isStream = response.getHeader('content-type') === 'text/event-stream';
      return !isStrong && !isStream && compression.filter(request, response);
    },
  });
}

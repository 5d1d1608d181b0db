import type { Server } from 'node:http';

/** Of one request, each on a connection of its own: what was read of it, in bytes, until its answer and in all. */
export interface BytesRead {
  readonly untilAnswer: number;
  readonly inAll: number;
}

/** Watches a server; what it answers is asked with the id of a request. */
export function watchBytesRead(server: Server): (requestId: string) => BytesRead | undefined {
  const reads = new Map<string, BytesRead>();
  server.on('request', ({ socket }, response) => {
    response.once('finish', () => {
      const untilAnswer = socket.bytesRead;
      reads.set(String(response.getHeader('x-request-id')), {
        untilAnswer,
        get inAll() {
          return socket.bytesRead;
        },
      });
    });
  });
  return (requestId) => reads.get(requestId);
}

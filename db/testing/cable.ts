import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between a process and its Postgres, and can be pulled out as if that had died, or fall silent as if it hung. */
export class Cable {
  #server: Server | null = null;
  #sockets = new Set<Socket>();
  #port = 0;
  #silent = false;
  #target: { host: string; port: number } | null = null;

  /** The same URL, by way of this cable, which must be plugged in. */
  through(url: string): string {
    const rerouted = new URL(url);
    this.#target = { host: rerouted.hostname, port: Number(rerouted.port) };
    rerouted.host = `127.0.0.1:${this.#port}`;
    return rerouted.href;
  }

  async plug(): Promise<void> {
    const server = createServer((near) => {
      if (!this.#target) throw new Error('nowhere to go');
      if (this.#silent) {
        this.#sockets.add(near.on('error', () => undefined));
        return;
      }
      const far = connect(this.#target);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
        one.pipe(other);
      }
    });
    await new Promise<void>((resolve) => {
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  async pull(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    await closed;
  }

  /** Whoever asks is never answered, and whoever connects is let in and left waiting. */
  silence(): void {
    this.#silent = true;
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  /** It is back: those who still wait are told that what they had is lost. */
  speak(): void {
    this.#silent = false;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }
}

import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { freePort, onUsualPort, PortError, usualOrFreePort } from './ports.ts';

async function serverOn(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('a port', () => {
  test('that somebody listens on is taken, and any other one is not', async () => {
    const server = await serverOn(0);
    const { port } = server.address() as AddressInfo;
    expect(await freePort(port, '127.0.0.1')).toBeNull();
    server.close();
    await once(server, 'close');
    expect(await freePort(port, '127.0.0.1')).toBe(port);
  });

  // The first is an address for documentation, which no machine has, the second a name that cannot be.
  test.each(['192.0.2.1', 'nowhere.invalid'])(
    'on %s is not called taken: HOST is wrong',
    async (host) => {
      const trying = freePort(3000, host);
      await expect(trying).rejects.toThrow(PortError);
      await expect(trying).rejects.toThrow(`HOST is wrong: ${host} is no address of this machine`);
    },
  );

  test.each([
    [80, 'Port 80 is not for everybody: ports below 1024 need root. Set PORT'],
    [3000, 'Port 3000 on 127.0.0.1 cannot be used (listen EACCES): set PORT or HOST'],
  ])('%i that is closed to us says what would open it', (port, line) => {
    const closed = Object.assign(new Error('listen EACCES'), { code: 'EACCES' });
    expect(new PortError(closed, port, '127.0.0.1').message).toContain(line);
  });
});

test('of two that start at once on the usual port, one gets it and the other a free one', async () => {
  const usual = await usualOrFreePort(0);
  const ports: number[] = [];
  let bothLooked: () => void = () => undefined;
  const looked = new Promise<void>((resolve) => {
    bothLooked = resolve;
  });
  const start = () =>
    onUsualPort(usual, async (port) => {
      ports.push(port);
      if (ports.length === 2) bothLooked();
      await looked;
      return serverOn(port);
    });
  const servers = await Promise.all([start(), start()]);
  expect(ports[0]).toBe(usual);
  expect(ports[1]).not.toBe(usual);
  for (const server of servers) server.close();
});

import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { onUsualPort, usualOrFreePort } from './ports.ts';

async function serverOn(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

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

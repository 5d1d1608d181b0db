import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { multipartFile } from './multipart-file.ts';

const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n';
const minute = 60_000;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
});
afterEach(() => {
  jest.useRealTimers();
});

function upload(): { request: IncomingMessage; sender: PassThrough } {
  const sender = new PassThrough();
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  return { request: Object.assign(sender, { headers }) as unknown as IncomingMessage, sender };
}

async function pass(sender: PassThrough, bytes: string): Promise<void> {
  sender.write(bytes);
  await new Promise(setImmediate);
}

test('an upload that never begins is given up after a minute', async () => {
  const refused = expect(multipartFile(upload().request, 100)).rejects.toThrow('stood still');
  jest.advanceTimersByTime(minute);
  await refused;
});

test('one that goes on slowly is read for as long as it takes, one that stops is given up', async () => {
  const { request, sender } = upload();
  await pass(sender, `${head}.`);
  const read = text((await multipartFile(request, 100)).file);
  const refused = expect(read).rejects.toThrow('stood still');
  for (let minutes = 0; minutes < 30; minutes += 0.9) {
    jest.advanceTimersByTime(0.9 * minute);
    await pass(sender, '.');
  }
  expect(jest.getTimerCount()).toBe(1);
  jest.advanceTimersByTime(minute);
  await refused;
});

test('one that has ended leaves no timer behind', async () => {
  const { request, sender } = upload();
  await pass(sender, `${head}abc\r\n--b--\r\n`);
  expect(await text((await multipartFile(request, 100)).file)).toBe('abc');
  sender.end();
  await new Promise(setImmediate);
  expect(jest.getTimerCount()).toBe(0);
});

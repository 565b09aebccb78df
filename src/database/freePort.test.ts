import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, portIsFree } from './freePort.ts';

test('who asks for many ports at once gets each of them once, none that a system takes for outgoing connections', async () => {
  const ports = await Promise.all(Array.from({ length: 2000 }, freePort));
  expect(new Set(ports).size).toBe(2000);
  expect(Math.max(...ports)).toBeLessThan(32_768);
});

test('a port at which something listens is not free', async () => {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  expect(await portIsFree(port)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await portIsFree(port)).toBe(true);
});

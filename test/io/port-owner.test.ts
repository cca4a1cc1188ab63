import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { findPortOwner } from '../../src/io/port-owner.ts';
import { findDeadUrl } from '../harness/app.ts';

test.each(['127.0.0.1', '::'])('whoever listens on %s is found by name and number', async (host) => {
  const server = createServer();
  onTestFinished(() => void server.close());
  await once(server.listen(0, host), 'listening');
  const { port } = server.address() as AddressInfo;
  expect(findPortOwner(port)).toEqual({ pid: process.pid, name: expect.stringMatching(/\w/) });
});

test('of a port that nobody listens on there is no owner', async () => {
  expect(findPortOwner(Number(new URL(await findDeadUrl()).port))).toBe(undefined);
});

import { expect, test } from 'vitest';
import { isLoopback } from '../../../src/core/delivery/loopback.ts';

test.each([
  '127.0.0.1',
  '127.255.0.9',
  '::1',
  '[::1]',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'app.localhost',
])('%s stays on this machine', (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each([
  '0.0.0.0',
  '::',
  '[::]',
  '128.0.0.1',
  '10.0.0.1',
  '1127.0.0.1',
  '127.0.0.1.example.com',
  '127.0.0',
  'localhost.example.com',
  'notlocalhost',
  'example.com',
  '::2',
  '',
])('%j may lead to another machine', (host) => {
  expect(isLoopback(host)).toBe(false);
});

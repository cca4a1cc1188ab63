import { expect, test } from 'vitest';
import { findOwnAddresses, isLoopback, isThisMachine } from '../../../src/core/delivery/loopback.ts';

const BOTH = ['127.0.0.1', '::1'];

test.each([
  ['127.0.0.1', ['127.0.0.1']],
  ['127.255.0.9', ['127.255.0.9']],
  ['127.1', ['127.0.0.1']],
  ['0x7f.1', ['127.0.0.1']],
  ['0177.0.0.01', ['127.0.0.1']],
  ['2130706433', ['127.0.0.1']],
  ['127.0.0.1.', ['127.0.0.1']],
  ['%31%32%37.0.0.1', ['127.0.0.1']],
  ['::1', ['::1']],
  ['[::1]', ['::1']],
  ['[0:0:0:0:0:0:0:1]', ['::1']],
  ['[::ffff:127.0.0.1]', ['::ffff:7f00:1']],
  ['::ffff:7f12:3456', ['::ffff:7f12:3456']],
  ['localhost', BOTH],
  ['LOCALHOST', BOTH],
  ['localhost.', BOTH],
  ['%6cocalhost', BOTH],
  ['ｌocalhost', BOTH],
  ['app.localhost', BOTH],
  ['a.b.LocalHost.', BOTH],
])('R3, R8, S5: %s is this machine, connected to at %j', (host, addresses) => {
  expect(findOwnAddresses(host)).toEqual(addresses);
  expect([isThisMachine(host), isLoopback(host)]).toEqual([true, true]);
});

test.each(['0.0.0.0', '0', '0x0', '::', '[::]', '[0::0]', '[::ffff:0.0.0.0]'])(
  'R8: %s is this machine for what is sent, and every network for a listener',
  (host) => {
    expect(findOwnAddresses(host)).toEqual(BOTH);
    expect([isThisMachine(host), isLoopback(host)]).toEqual([true, false]);
  },
);

test.each([
  '128.0.0.1',
  '126.255.255.255',
  '10.0.0.1',
  '0.0.0.1',
  '1127.0.0.1',
  '127.0.0.1.example.com',
  '127.0.0.1.localhost.example.com',
  'localhost.example.com',
  'localhost.localdomain',
  'notlocalhost',
  'example.com',
  '[::2]',
  '[::ffff:128.0.0.1]',
  '[::ffff:8.8.8.8]',
  '[::127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[fe80::1]',
  '[::1',
  '..',
  '',
])('S5: %j may lead to another machine', (host) => {
  expect(findOwnAddresses(host)).toEqual([]);
  expect([isThisMachine(host), isLoopback(host)]).toEqual([false, false]);
});

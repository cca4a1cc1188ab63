import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { byteSize } from '../../src/commands/flags.ts';
import { toInsecure } from '../../src/commands/insecure-flag.ts';

test.each([
  ['1', 1],
  ['1048576', 1_048_576],
  ['512kb', 524_288],
  ['512KB', 524_288],
  ['1mb', 1_048_576],
  ['10b', 10],
  ['256mb', 268_435_456],
])('%s is %i bytes', (text, bytes) => {
  expect(byteSize(text)).toBe(bytes);
});

test.each(['', '0', '0kb', '-1', '1.5mb', '1 mb', '1gb', '257mb', 'mb', '1e3', '0x10', '9999999999'])(
  '%j is no size',
  (text) => {
    expect(() => byteSize(text)).toThrow(InvalidArgumentError);
  },
);

test('--insecure is for https on this machine', () => {
  const insecure = (...urls: string[]) => toInsecure(true, '--forward', urls);
  expect(toInsecure(undefined, '--forward', ['https://example.com'])).toBe(false);
  expect(insecure('https://localhost:3000/x', 'https://[::1]/', 'http://example.com/')).toBe(true);
  expect(() => insecure('https://localhost/', 'https://example.com/x')).toThrow(
    '--insecure is only for this machine, and --forward https://example.com/x is elsewhere.',
  );
  expect(() => insecure('http://localhost/')).toThrow(
    '--insecure changes nothing, because no --forward is https.',
  );
});

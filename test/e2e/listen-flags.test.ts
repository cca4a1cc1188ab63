import { expect, test } from 'vitest';
import { SECRET } from '../harness/binary.ts';
import { mostlyInside } from '../harness/inside.ts';
import { parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();

const URL_FLAG = ['--forward', 'http://127.0.0.1:9/'] as const;

const refuse = async (flags: readonly string[]) => {
  const { status, stdout, stderr } = await run(['listen', '--json', '--port', '0', '--no-save', ...flags], {
    env: { FP_WEBHOOKS_SECRET: SECRET },
  });
  const [error] = parseRecords(stderr);
  if (error?.type !== 'error') throw new Error(`There is no error: ${stdout}${stderr}`);
  return { status, stdout, ...error };
};

/** Flags that cannot work together, with those that the message must name. */
const CONFLICTS: readonly (readonly [flags: readonly string[], first: string, second: string])[] = [
  [['--header', 'A: 1'], '--header', '--forward'],
  [['--concurrency', '2'], '--concurrency', '--forward'],
  [['--ack', 'app'], '--ack app', '--forward'],
  [['--insecure'], '--insecure', '--forward'],
  [['--insecure', ...URL_FLAG], '--insecure', '--forward'],
  [['--respond', '500', '--fail-rate', '0.5'], '--respond', '--fail-rate'],
  [['--respond', '500', '--drop'], '--respond', '--drop'],
  [['--respond', '500', '--ack', 'always'], '--respond', '--ack'],
  [['--drop', '--ack', 'always'], '--drop', '--ack'],
  [['--seed', '7'], '--seed', '--fail-rate'],
  [['--seed', '7', '--respond', '500'], '--seed', '--fail-rate'],
  [['--timeout', '1s'], '--timeout', '--expect'],
  [['--report', 'junit=a.xml'], '--report', '--expect'],
  [['--expect', 'vault.updated', '--count', '1'], '--expect', '--count'],
  [['--expect', 'vault.updated', '--for', '1s'], '--expect', '--for'],
  [['--history', 'a.db'], '--no-save', '--history'],
];

test.each(CONFLICTS)('%j is refused, and both flags are named', async (flags, first, second) => {
  const { status, stdout, code, message, hint } = await refuse(flags);
  expect([status, code, stdout]).toEqual([2, 'usage', '']);
  expect(message).toContain(first);
  expect(message).toContain(second);
  expect(hint).toMatch(/\.$/);
});

test.each([
  ['status==fail', '== is no operator'],
  ['status=>3', '=> is no operator'],
])('--where %s, which never holds, is refused with the operators that there are', async (where, sentence) => {
  const { status, code, message } = await refuse(['--where', where]);
  expect([status, code]).toEqual([2, 'usage']);
  expect(message).toContain(sentence);
});

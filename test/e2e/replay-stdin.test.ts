import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { BINARY, NODE } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';

test('the first interrupt ends what still reads standard input: nothing has been begun', async () => {
  const child = spawn(NODE, [BINARY, 'replay', '-'], { cwd: makeFolder() });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  // It says nothing while it reads; that it takes what is written is the sign that it has begun.
  child.stdin.write('x'.repeat(1_000_000));
  await once(child.stdin, 'drain');
  await delay(50);
  child.kill('SIGINT');
  const [, signal] = await Promise.race([ended, delay(5_000, ['still reads', null])]);
  expect(signal).toBe('SIGINT');
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { BINARY } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { IS_NIGHTLY } from '../harness/volume.ts';

const MOST_MIB = 200;
const BYTES = 100_000_000;
/** Tells the greatest resident set size in KiB when the process ends. */
const TELL = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(2,'RSS '+process.resourceUsage().maxRSS))`;

function* repeat(unit: string, before = '', bytes = BYTES): Generator<Buffer> {
  yield Buffer.from(before);
  const block = Buffer.from(unit.repeat(Math.ceil(1_048_576 / unit.length)));
  for (let sent = 0; sent < bytes; sent += block.length) yield block;
}

test.runIf(IS_NIGHTLY).each([
  ['brackets', '[', ''],
  ['objects in objects', '{"a":', ''],
  ['objects in an array', '{"a":', '['],
  ['closing brackets', ']', '['],
  ['one string', 'a', '"'],
  ['a string in an array', 'a', '["'],
  ['one line', 'a', '{}\n{"a":"'],
  ['one key many times', '"k":1,', '{'],
  ['spaces', ' ', ''],
  ['line feeds', '\n', ''],
  ['NUL bytes', '\0', ''],
  ['quotes', '"', '['],
])('S2: 100 MB of %s are read from standard input in less than 200 MB', async (_, unit, before) => {
  const child = spawn(process.execPath, ['--import', TELL, BINARY, 'validate', '-'], { cwd: makeFolder() });
  child.stdin.on('error', () => undefined);
  Readable.from(repeat(unit, before)).pipe(child.stdin);
  child.stdout.resume();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [status] = await once(child, 'close');
  expect([1, 3]).toContain(status);
  const [, kib = ''] = /RSS (\d+)$/.exec(stderr) ?? [];
  expect(Number(kib) / 1_024).toBeGreaterThan(10);
  expect(Number(kib) / 1_024).toBeLessThan(MOST_MIB);
});

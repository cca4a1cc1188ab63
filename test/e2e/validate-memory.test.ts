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

const LINE_OF_15_MB = `{"a":"${'x'.repeat(15_000_000)}"}\n`;

const FULL_OF_FINDINGS: readonly (readonly [kind: string, name: string, text: string])[] = [
  ['payloads that are wrong', 'a.ndjson', '{}\n'.repeat(3_000_000)],
  ['elements that are wrong', 'a.json', `[${'{},'.repeat(3_000_000)}{}]`],
  [
    'different findings',
    'a.ndjson',
    Array.from({ length: 300_000 }, (_, index) => `{"event_kind":"footprint.x${index}"}\n`).join(''),
  ],
  ['long lines', 'a.ndjson', LINE_OF_15_MB.repeat(6)],
];

test
  .runIf(IS_NIGHTLY)
  .each(FULL_OF_FINDINGS.flatMap((input) => ['1', '2'].map((jobs) => [...input, jobs] as const)))(
  'S2: a file of %s is checked in less than 200 MB, whatever the threads (case %#)',
  async (_, name, text, jobs) => {
    const cwd = makeFolder({ [name]: text });
    expect(await measure(['validate', name, '--jobs', jobs], cwd)).toBeLessThan(MOST_MIB);
  },
);

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
  ['commas', ',', '['],
])('S2: 100 MB of %s are read from standard input in less than 200 MB', async (_, unit, before) => {
  const rss = await measure(['validate', '-'], makeFolder(), Readable.from(repeat(unit, before)));
  expect(rss).toBeLessThan(MOST_MIB);
});

/** Greatest resident set size of a run, in MiB. */
async function measure(args: readonly string[], cwd: string, input: Readable = Readable.from([])) {
  // A process begins with the memory of the one that it was forked from, so a shell forks it.
  const command = ['-c', '"$0" "$@"; exit $?', process.execPath, '--import', TELL, BINARY, ...args];
  const child = spawn('sh', command, { cwd });
  child.stdin.on('error', () => undefined);
  input.pipe(child.stdin);
  child.stdout.resume();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [status] = await once(child, 'close');
  expect([0, 1, 3]).toContain(status);
  const [, kib = ''] = /RSS (\d+)\n?$/.exec(stderr) ?? [];
  expect(Number(kib)).toBeGreaterThan(10_000);
  return Number(kib) / 1_024;
}

import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import type { RawHeaders } from '../../../src/core/delivery/delivery.ts';
import { toCurl, toHttpie } from '../../../src/core/delivery/to-command.ts';
import { startApp } from '../../harness/app.ts';
import { start } from '../../harness/binary.ts';
import { makeFolder } from '../../harness/folder.ts';
import { UNSEEN } from '../../harness/unseen.ts';

const BODIES: readonly (readonly [name: string, body: Buffer])[] = [
  ['text', Buffer.from('{"a": "it\'s $HOME `id` \\n !! ü 😀"}')],
  ['several lines', Buffer.from('{\n  "a": 1\n}\n\n')],
  ['what begins with an at sign', Buffer.from('@/etc/passwd')],
  ['carriage returns and tabs', Buffer.from('a\r\n\tb')],
  ['invisible characters', Buffer.from('a\u200db\u202ec\u00add\u{e0041}\ufeff')],
  ['bytes that are no text', Buffer.from([0, 255, 10, 39, 0])],
  ['nothing', Buffer.alloc(0)],
  ['more than an argument may have', Buffer.from(`"${'x'.repeat(200_000)}"`)],
];

const HEADERS: RawHeaders = [
  ['Content-Type', 'application/json'],
  ['X-Odd', 'a\'b"c \\ $(id) `id`'],
  ['X-Latin', "caf\xe9 'n \\x41"],
  ['X-Empty', ''],
  ['X-At', '@file'],
  ['X-Equals', '=1'],
];

const shell = (script: string, path = process.env['PATH'] ?? '') => {
  return start([], { input: script, env: { PATH: path }, binary: ['bash', '--norc'] }).ended;
};
const hasCurl = spawnSync('curl', ['--version']).status === 0;

test.runIf(hasCurl).each(BODIES)(
  'curl sends %s byte for byte, with these headers and no others',
  async (_, body) => {
    const app = await startApp();
    const { stderr } = await shell(toCurl({ url: app.url, headers: HEADERS, body, onlyThese: true }));
    expect(stderr).toBe('');
    const [arrival] = app.arrivals;
    expect(arrival?.body).toEqual(body);
    const own = ['host', 'content-length', 'expect'];
    expect(arrival?.headers.filter(([name]) => !own.includes(name.toLowerCase()))).toEqual(HEADERS);
  },
);

test.runIf(hasCurl)('curl takes brackets in a URL for nothing special', async () => {
  const app = await startApp();
  const url = `${app.url}&b=[1-3]{x,y}`;
  await shell(toCurl({ url, headers: [], body: Buffer.from('{}') }));
  expect(app.arrivals.map(({ path }) => path)).toEqual(['/hooks?a=1&b=[1-3]{x,y}']);
});

// Stands in for HTTPie, which is not on every machine: it writes down what it was given.
const FAKE = '#!/bin/bash\nprintf "%s\\0" "$@" > "$OUT/argv"\ncat > "$OUT/stdin"\n';

async function runHttpie(command: string) {
  const folder = makeFolder({ 'bin/http': FAKE });
  chmodSync(join(folder, 'bin/http'), 0o755);
  await shell(
    `export OUT='${folder}'\n${command}`,
    `${join(folder, 'bin')}${delimiter}${process.env['PATH']}`,
  );
  const argv = readFileSync(join(folder, 'argv'), 'utf8').split('\0').slice(0, -1);
  return { argv, stdin: readFileSync(join(folder, 'stdin')) };
}

test.each(BODIES)('HTTPie is given %s byte for byte', async (_, body) => {
  const { stdin } = await runHttpie(toHttpie({ url: 'http://127.0.0.1:1/', headers: [], body }));
  expect(stdin).toEqual(body);
});

test('HTTPie is given the headers as its documentation says, and none that it would alter', async () => {
  const command = toHttpie({ url: 'http://127.0.0.1:1/?a=1', headers: HEADERS, body: Buffer.from('{}') });
  expect(command).toContain('# left out: X-Latin\n');
  const { argv } = await runHttpie(command);
  expect(argv).toEqual([
    '--print=hb',
    'POST',
    'http://127.0.0.1:1/?a=1',
    'Content-Type:application/json',
    'X-Odd:a\'b"c \\\\ $(id) `id`',
    'X-Empty;',
    'X-At:\\@file',
    'X-Equals:\\=1',
  ]);
});

test('a command holds nothing that a terminal would obey', () => {
  for (const [, body] of BODIES) {
    const commands = [
      toCurl({ url: 'http://a/', headers: HEADERS, body }),
      toHttpie({ url: 'http://a/', headers: HEADERS, body }),
    ];
    expect(commands.join('')).not.toMatch(UNSEEN);
  }
});

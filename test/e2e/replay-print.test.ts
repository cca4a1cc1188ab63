import { isUtf8 } from 'node:buffer';
import { Webhook } from 'svix';
import { expect, test } from 'vitest';
import { type Capture, encodeCapture } from '../../src/core/capture/capture.ts';
import { judge } from '../../src/core/signature/judge.ts';
import { parseSecrets } from '../../src/core/signature/secret.ts';
import { startApp, verifying } from '../harness/app.ts';
import { SECRET, start } from '../harness/binary.ts';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { makeCapture } from '../io/history/captures.ts';

const { run } = mostlyInside();
const env = { FP_WEBHOOKS_SECRET: SECRET };

const BODIES: readonly Uint8Array[] = [
  `{"quotes": "it's \\"so\\"", "dollar": "$HOME $(id) \`id\` !!"}`,
  '{"backslashes": "\\\\ \\n", "percent": "%s%%"}\n{"second": "line"}\n\n',
  '@file',
  '-d',
  'tab\tand\r\nCRLF, and invisible \u202e\u200b',
  'NUL \0 in text',
  Buffer.from([0xff, 0xfe, 0x00, 0x27, 0x0a]),
  '',
  `{"large": "${"it's $x ".repeat(150_000)}"}`,
].map((body) => Buffer.from(body));

const toFile = (captures: readonly Capture[]) => captures.map((each) => `${encodeCapture(each)}\n`).join('');
const CAPTURES = toFile(BODIES.map((body, index) => makeCapture(index + 1, { body })));

function print(args: readonly string[], url: string, cwd = makeFolder({ 'captures.ndjson': CAPTURES })) {
  return run(['replay', 'captures.ndjson', '--to', url, ...args], { cwd, env });
}

/** What a terminal would hand to bash. */
const paste = (text: string, before = '') =>
  start([], { input: before + text, binary: ['bash', '--norc'], cwd: makeFolder() }).ended;

test('the printed curl commands send every body byte for byte, validly signed', async () => {
  const app = await startApp(verifying());
  const { stdout, stderr, status } = await print(['--curl'], app.url);
  expect(status).toBe(0);
  expect(app.arrivals).toEqual([]);
  expect(stderr).toContain('Nothing was sent. What is printed holds personal data as it is, unmasked.');
  await paste(stdout);
  expect(app.arrivals.map(({ body }) => body)).toEqual(BODIES);
  expect(app.arrivals.map(({ parsed }) => parsed['svix-id'])).toEqual(
    BODIES.map((_, index) => `msg_m${index + 1}`),
  );
  for (const { method, path, headers, body, parsed } of app.arrivals) {
    const verdict = judge({ method, path, headers, body }, parseSecrets(SECRET, 'test'), Date.now() / 1_000);
    expect(verdict.kind).toBe('valid');
    // The library of Svix takes bytes for UTF-8, and what is none it refuses whoever signs it.
    if (isUtf8(body)) expect(() => new Webhook(SECRET).verify(body, parsed)).not.toThrow();
  }
});

// HTTPie is not there everywhere: this one writes down what it is given, and reads its input.
const FAKE_HTTPIE = `http() { printf '%s\\0' "$@" | base64 -w0; echo; base64 -w0; echo; }\n`;

test('the printed HTTPie commands give it every body and header as they are', async () => {
  const { stdout } = await print(['--http', '--json'], 'http://127.0.0.1:9/a?b=[1]');
  const records = ofType('request', parseRecords(stdout));
  const commands = await print(['--http'], 'http://127.0.0.1:9/a?b=[1]');
  const pasted = await paste(commands.stdout, FAKE_HTTPIE);
  expect(pasted.stderr).toBe('');
  const lines = pasted.stdout
    .trimEnd()
    .split('\n')
    .map((each) => Buffer.from(each, 'base64'));
  expect(lines.filter((_, index) => index % 2 === 1)).toEqual(BODIES);
  const given = lines
    .filter((_, index) => index % 2 === 0)
    .map((each) => each.toString().split('\0').slice(0, -1));
  for (const [index, [print_, method, url, ...headers]] of given.entries()) {
    expect([print_, method, url]).toEqual(['--print=hb', 'POST', 'http://127.0.0.1:9/a?b=[1]']);
    const names = headers.map((each) => each.slice(0, each.indexOf(':')));
    expect(names).toEqual([
      'Accept',
      'Content-Type',
      'User-Agent',
      'Svix-Id',
      'Svix-Timestamp',
      'Svix-Signature',
    ]);
    expect(headers[3]).toBe(`Svix-Id:${records[index]?.svixId}`);
  }
});

test('a dry run prints what would come over the wire, and exits with 0', async () => {
  const app = await startApp(verifying());
  const dry = await print(['--dry-run', '--json'], app.url);
  expect([dry.status, app.arrivals.length]).toEqual([0, 0]);
  await print([], app.url);
  const steady = ([name]: readonly [string, string]) => !/timestamp|signature/i.test(name);
  const printed = ofType('request', parseRecords(dry.stdout));
  expect(printed.map(({ headers }) => headers.filter(steady))).toEqual(
    app.arrivals.map(({ headers }) => headers.filter(steady)),
  );
  expect(printed.map(({ headers }) => headers.map(([name]) => name))).toEqual(
    app.arrivals.map(({ headers }) => headers.map(([name]) => name)),
  );
  const bodies = printed.map(({ bodyText, bodyBase64 = '' }) =>
    bodyText === undefined ? Buffer.from(bodyBase64, 'base64') : Buffer.from(bodyText),
  );
  expect(bodies).toEqual(BODIES);
});

test('a dry run reads as a request, and is one', async () => {
  const { stdout, stderr } = await run(
    ['replay', 'vault.updated', '--dry-run', '--to', 'http://127.0.0.1:9/a?b=1'],
    { env },
  );
  const body = readFixture('vault.updated').toString();
  expect(stdout).toMatch(/^POST \/a\?b=1 HTTP\/1\.1\nhost: 127\.0\.0\.1:9\nconnection: close\nAccept: /);
  expect(stdout.endsWith(`\ncontent-length: ${body.length}\n\n${body}\n\n`)).toBe(true);
  expect(stderr).not.toContain('personal data');
  const verified = await run(['verify', '-', '--json'], { input: stdout.slice(0, -2), env });
  expect(parseRecords(verified.stdout)[0]).toMatchObject({ verdict: { kind: 'valid' } });
});

test('what is changed and doubled is printed so, each copy with the same id', async () => {
  const args = [
    'replay',
    'vault.updated',
    '--set',
    'fp_id=fp_id_1',
    '--duplicate',
    '1',
    '--dry-run',
    '--json',
  ];
  const { stdout, status } = await run(args, { env });
  const [first, second, ...more] = ofType('request', parseRecords(stdout));
  expect([status, more]).toEqual([0, []]);
  expect(first?.bodyText).toContain('"fp_id":"fp_id_1"');
  expect(second?.svixId).toBe(first?.svixId);
});

test('any certificate is good enough for a command that was asked for so', async () => {
  const args = ['replay', 'vault.updated', '--to', 'https://127.0.0.1:9/', '--insecure'];
  expect((await run([...args, '--curl'], { env })).stdout).toMatch(/^curl -k -sS /);
  expect((await run([...args, '--http'], { env })).stdout).toContain('http --print=hb --verify=no POST');
  expect((await run([...args, '--dry-run'], { env })).stderr).toContain('--insecure has no effect');
});

test('no secret is in anything that is printed', async () => {
  for (const flag of ['--curl', '--http', '--dry-run']) {
    const { stdout, stderr, status } = await print([flag], 'http://127.0.0.1:9/');
    expect(status).toBe(0);
    expect(stdout + stderr).not.toContain(SECRET.slice('whsec_'.length));
  }
});

test.each([
  [['vault.updated'], false],
  [['vault.updated', '--set', 'source=mail@example.com', '--allow-invalid'], true],
  [['--generate', 'vault.updated', '--count', '1', '--seed', '1', '--merge', 'a.json'], true],
])('what is printed of %j is called unmasked: %s', async (args, isCalledSo) => {
  const cwd = makeFolder({ 'a.json': '{"note":"mail@example.com"}' });
  const { stderr, status } = await run(['replay', ...args, '--dry-run'], { cwd, env });
  expect([status, stderr.includes('personal data as it is')]).toEqual([0, isCalledSo]);
});

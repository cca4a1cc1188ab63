import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeCapture } from '../../src/core/capture/capture.ts';
import { OTHER_SECRET, SECRET } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { makeHistory } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { signedHeaders } from '../harness/sender.ts';

const { run } = mostlyInside();

const BODY =
  '{"event_kind":"footprint.user.manual_review","fp_id":"fp_id_xyz","is_live":false,"timestamp":"2026-11-22T09:00:00Z"}';
const env = { FP_WEBHOOKS_SECRET: SECRET };
const toLines = (secret = SECRET, offsetSeconds = 0) =>
  signedHeaders(BODY, { secret, offsetSeconds })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

async function verify(
  args: readonly string[],
  files: Record<string, string>,
  extra: Record<string, string> = {},
) {
  const cwd = makeFolder(files);
  const ended = await run(['verify', ...args, '--json'], { cwd, env: { ...env, ...extra } });
  return { ...ended, judged: ofType('judged', parseRecords(ended.stdout)) };
}

test('a body with the headers it was signed with is valid, and the status is 0', async () => {
  const { status, judged } = await verify(['body.json', '--headers', 'h.txt'], {
    'body.json': BODY,
    'h.txt': toLines(),
  });
  expect(status).toBe(0);
  expect(judged).toMatchObject([
    { verdict: { kind: 'valid' }, event: 'footprint.user.manual_review', referee: { accepts: true } },
  ]);
});

test('headers can be given one by one', async () => {
  const headers = signedHeaders(BODY).flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
  expect(await verify(['body.json', ...headers], { 'body.json': BODY })).toMatchObject({ status: 0 });
});

test('a re-serialised body is proved to be one, with status 1', async () => {
  const files = { 'body.json': JSON.stringify(JSON.parse(BODY), null, 2), 'h.txt': toLines() };
  const { status, judged } = await verify(['body.json', '--headers', 'h.txt'], files);
  expect(status).toBe(1);
  expect(judged).toMatchObject([
    {
      verdict: { kind: 'signature_mismatch' },
      referee: { accepts: false, message: 'No matching signature found' },
      diagnosis: {
        conclusion: 'explained',
        suspicions: [{ code: 'body_reserialised', certainty: 'proved' }],
      },
    },
  ]);
});

test('a secret configured under another name is named and never printed', async () => {
  const files = {
    'body.json': BODY,
    'h.txt': toLines(OTHER_SECRET),
    '.env': `FP_WEBHOOKS_SECRET_LIVE=${OTHER_SECRET}\n`,
  };
  const { judged, stdout, stderr } = await verify(['body.json', '--headers', 'h.txt'], files);
  expect(judged[0]?.diagnosis?.suspicions[0]).toMatchObject({
    code: 'other_secret',
    keyName: 'FP_WEBHOOKS_SECRET_LIVE',
  });
  expect(stdout + stderr).not.toContain(OTHER_SECRET.slice(6));
});

test('an altered body is explained by nothing, after what was ruled out', async () => {
  const { judged } = await verify(['body.json', '--headers', 'h.txt'], {
    'body.json': BODY.replace('xyz', 'abc'),
    'h.txt': toLines(),
  });
  expect(judged[0]?.diagnosis?.conclusion).toBe('unexplained');
  expect(judged[0]?.diagnosis?.suspicions[0]).toMatchObject({
    code: 'altered_or_unknown_secret',
    certainty: 'likely',
  });
  expect(judged[0]?.diagnosis?.ruledOut.length).toBeGreaterThan(5);
});

test('an old delivery is valid as of its time, or when the time is ignored, or within a tolerance', async () => {
  const files = { 'body.json': BODY, 'h.txt': toLines(SECRET, -3_600) };
  const at = new Date(Date.now() - 3_600_000).toISOString();
  const on = (...flags: string[]) =>
    verify(['body.json', '--headers', 'h.txt', ...flags], files).then(({ status }) => status);
  expect(await on()).toBe(1);
  expect(await on('--at', at)).toBe(0);
  expect(await on('--ignore-time')).toBe(0);
  expect(await on('--tolerance', '2h')).toBe(0);
});

test('the expected signature is shown only when it is asked for', async () => {
  const files = { 'body.json': `${BODY} `, 'h.txt': toLines() };
  const quiet = await verify(['body.json', '--headers', 'h.txt'], files);
  expect(quiet.judged[0]?.expected).toBeUndefined();
  const told = await verify(['body.json', '--headers', 'h.txt', '--show-expected'], files);
  expect(told.judged[0]?.expected).toMatch(/^v1,/);
});

test('deliveries are judged by their id, by --last, and by file, as of when they came', async () => {
  const receivedAt = '2026-11-22T11:40:08.123Z';
  const toCapture = (id: string, secret: string, seconds: number) => {
    const offsetSeconds = Math.round(Date.parse(receivedAt) / 1_000 - Date.now() / 1_000);
    const headers = signedHeaders(BODY, { secret, offsetSeconds });
    const delivery = { method: 'POST', path: '/', headers, body: Buffer.from(BODY) };
    const moment = new Date(Date.parse(receivedAt) + seconds * 1_000).toISOString();
    return {
      version: 1,
      id,
      receivedAt: moment,
      delivery,
      verdict: { kind: 'header_missing', header: 'x' },
    } as const;
  };
  const captures = [
    toCapture('01KAN4Z5VBXQ3S0R6TJ8WDEFGH', SECRET, 0),
    toCapture('01KAN4Z5VCXQ3S0R6TJ8WDEFGH', OTHER_SECRET, 1),
  ];
  const surroundings = { cwd: await makeHistory(captures), env };
  expect(await run(['verify', '01kan4z5vb'], surroundings)).toMatchObject({ status: 0 });
  expect(await run(['verify', '--last'], surroundings)).toMatchObject({ status: 1 });
  const input = captures.map((each) => `${encodeCapture(each)}\n`).join('');
  const all = await run(['verify', '-', '--json'], { ...surroundings, input });
  expect(ofType('judged', parseRecords(all.stdout)).map(({ verdict }) => verdict.kind)).toEqual([
    'valid',
    'signature_mismatch',
  ]);
});

test('a whole request is read from standard input', async () => {
  const input = `POST /hooks HTTP/1.1\r\n${toLines().replaceAll('\n', '\r\n')}\r\n\r\n${BODY}`;
  expect(await run(['verify', '-'], { env, input })).toMatchObject({ status: 0 });
});

const SIGNED = signedHeaders(BODY);
const quoted = SIGNED.map(([name, value]) => [name, `"${value}"`] as const);

test('Z5, F5: bytes from the wire and headers of flags are judged as they are', async () => {
  const lines = quoted.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const whole = await run(['verify', '-', '--json'], {
    env,
    input: `POST / HTTP/1.1\r\n${lines}\r\n${BODY}`,
  });
  const flags = [
    ['quotes', quoted],
    [
      'names of CGI',
      SIGNED.map(([name, value]) => [`HTTP_${name.toUpperCase().replaceAll('-', '_')}`, value]),
    ],
    ['trailing commas', SIGNED.map(([name, value]) => [name, `${value},`])],
    ['a no-break space', SIGNED.map(([name, value]) => [name, `\u00a0${value}`])],
    ['escapes', SIGNED.map(([name, value]) => [name, value.replace('_', '\\u005f').replace(',', '%2C')])],
  ] as const;
  expect(whole.status).toBe(1);
  expect(whole.stdout).toContain('"proved"');
  for (const [what, headers] of flags) {
    const args = headers.flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
    const { status, judged } = await verify(['body.json', ...args], { 'body.json': BODY });
    expect([what, status, judged[0]?.notes]).toEqual([what, 1, undefined]);
  }
});

test('Z5: pasted headers are corrected, and a note under the verdict says so, and in the record', async () => {
  const pasted = quoted.map(([name, value]) => `HTTP_${name.toUpperCase().replaceAll('-', '_')}: ${value}`);
  const files = { 'body.json': BODY, 'h.txt': pasted.join('\n') };
  const { status, judged } = await verify(['body.json', '--headers', 'h.txt'], files);
  expect([status, judged[0]?.notes]).toEqual([
    0,
    ['Read HTTP_SVIX_* as svix-*.', expect.stringMatching(/^Removed the quotes around /)],
  ]);
  const text = await run(['verify', 'body.json', '--headers', 'h.txt'], { env, cwd: makeFolder(files) });
  expect(text.stdout).toMatch(/body\.json\n +note: +Read HTTP_SVIX_\* as svix-\*\./);
});

test.each([
  [
    'a form that is not known',
    `<svix-id>${SIGNED[0]?.[1]}</svix-id>`,
    /^No headers understood in h\.txt: the value of svix-id is in an unknown form\.\n.*curl -v.*--header/,
  ],
  ['no headers', 'nothing here', /^No headers understood in h\.txt\.\n/],
  [
    'one header in another form',
    toLines().replace(/^(svix-id): (.*)$/im, '<$1>$2</$1>'),
    /^Not all headers understood in h\.txt: the value of svix-id /,
  ],
  [
    'two deliveries',
    `${toLines()}\n${toLines().replace('msg_', 'msg_2')}`,
    /^h\.txt holds the headers of several deliveries\./,
  ],
  ['more than headers can be', ' '.repeat(1_048_577), /^h\.txt is too large for headers/],
])('R5: %s is said, and no header is called missing', async (_, headers, message) => {
  const cwd = makeFolder({ 'body.json': BODY, 'h.txt': headers });
  const { status, stdout, stderr } = await run(['verify', 'body.json', '--headers', 'h.txt'], { cwd, env });
  expect([status, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(message);
});

test('a header that the file gives in a form that is not known can be given by a flag', async () => {
  const [[name, value] = ['', ''], ...rest] = SIGNED;
  const files = {
    'body.json': BODY,
    'h.txt': `<${name}>${value}</${name}>\n${rest.map((each) => each.join(': ')).join('\n')}`,
  };
  expect(await verify(['body.json', '--headers', 'h.txt', '-H', `${name}: ${value}`], files)).toMatchObject({
    status: 0,
  });
});

test('R9: a chunked request is judged by its body, and how it was read is said under the verdict', async () => {
  const head = `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n${toLines().replaceAll('\n', '\r\n')}\r\n\r\n`;
  const input = `${head}${BODY.length.toString(16)};x=y\r\n${BODY}\r\n0\r\nA: b\r\n\r\n`;
  const { status, stdout } = await run(['verify', '-'], { env, input });
  expect([status, stdout]).toEqual([
    0,
    expect.stringMatching(/note: +Took the body out of its chunk\. Left out 1 trailer\.\n$/),
  ]);
});

test.each([
  [
    'a header with its line break',
    ['body.json', '-H', 'svix-id: a\nsvix-timestamp: 1'],
    /--header holds several lines/,
  ],
  ['a header with an equals sign', ['body.json', '-H', 'svix-id=a'], /--header "svix-id=a"/],
  ['a header with its name in quotes', ['body.json', '-H', '"svix-id": "a"'], /not of the form/],
  ['a body alone', ['body.json'], /--headers FILE/],
  ['a header without a colon', ['body.json', '--header', 'nonsense'], /--header "nonsense"/],
  ['two bodies', ['body.json', 'other.json'], /"other.json"/],
  [
    '--tolerance beside --ignore-time',
    ['body.json', '--ignore-time', '--tolerance', '5m'],
    /--ignore-time cannot be combined with --tolerance/,
  ],
  ['an odd tolerance', ['body.json', '--tolerance', 'soon'], /--tolerance/],
])('%s is asked wrongly', async (_, args, message) => {
  const cwd = makeFolder({ 'body.json': BODY });
  const { status, stderr, stdout } = await run(['verify', ...args], { cwd, env });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
});

test('S10: a file with captures and what is none has its captures judged, the rest named, and 1 as status', async () => {
  const capture = encodeCapture({
    ...{ version: 1, id: '01KANM8FH6W4AHD03BSCMR4HC6', receivedAt: new Date().toISOString() },
    delivery: { method: 'POST', path: '/', headers: signedHeaders(BODY), body: Buffer.from(BODY) },
    verdict: { kind: 'header_missing', header: 'svix-id' },
    answer: { by: 'listener', status: 200 },
  });
  const lines = ['{"capture":1}', capture, '{"a":1}', 'abc', capture, capture.slice(0, 50)];
  const { status, stderr, judged } = await verify(['odd.ndjson'], { 'odd.ndjson': lines.join('\n') });
  expect([status, judged.map(({ source }) => source)]).toEqual([1, ['odd.ndjson:2', 'odd.ndjson:5']]);
  const notices = ofType('notice', parseRecords(stderr)).filter(({ code }) => code === 'not_judged');
  expect(notices.map(({ message }) => message.slice(0, 13))).toEqual(
    [1, 3, 4, 6].map((line) => `odd.ndjson:${line}:`),
  );
  const bad = await verify(['odd.ndjson'], { 'odd.ndjson': '{"capture":1}\n' });
  expect([bad.status, bad.stdout]).toEqual([3, '']);
});

test('of several captures that fail alike, the fault is explained once', async () => {
  const headers = signedHeaders(BODY, { secret: OTHER_SECRET });
  const input = ['A', 'B'].map((end) => {
    const delivery = { method: 'POST', path: '/', headers, body: Buffer.from(BODY) };
    const verdict = { kind: 'signature_mismatch', itemCount: 1 } as const;
    const receivedAt = new Date().toISOString();
    return encodeCapture({
      version: 1,
      id: `01KAN4Z5VBXQ3S0R6TJ8WDEFG${end}`,
      receivedAt,
      delivery,
      verdict,
    });
  });
  const { stdout } = await run(['verify', '-'], { env, input: input.join('\n') });
  expect(stdout.match(/ruled out:/g)).toHaveLength(1);
  expect(stdout.indexOf('ruled out:')).toBeGreaterThan(stdout.indexOf('fix:'));
  expect(stdout).toContain('as before: altered_or_unknown_secret');
});

test('without a secret there is nothing to judge with, and none is made', async () => {
  const cwd = makeFolder({ 'body.json': BODY, 'h.txt': toLines() });
  const { status, stderr } = await run(['verify', 'body.json', '--headers', 'h.txt'], { cwd });
  expect([status, existsSync(join(cwd, '.fp-webhooks'))]).toEqual([2, false]);
  expect(stderr).toContain('There is no secret to judge with.');
});

test('a named secret that cannot be read is said to be left out', async () => {
  const files = { 'body.json': BODY, 'h.txt': toLines(OTHER_SECRET) };
  const { stderr } = await verify(['body.json', '--headers', 'h.txt'], files, {
    FP_WEBHOOKS_SECRET_LIVE: `"${OTHER_SECRET}"`,
  });
  expect(stderr).toContain('FP_WEBHOOKS_SECRET_LIVE');
  expect(stderr).toContain('left out of the diagnosis');
  expect(stderr).not.toContain(OTHER_SECRET.slice(6));
});

test("svix's library is not quoted against a verdict that ignores the time", async () => {
  const files = { 'body.json': BODY, 'h.txt': toLines(SECRET, -3_600) };
  const { judged } = await verify(['body.json', '--headers', 'h.txt', '--ignore-time'], files);
  expect(judged).toMatchObject([{ verdict: { kind: 'valid' }, referee: { accepts: true } }]);
});

test.each([
  ['--history beside a file', ['body.json', '--history', 'h.db'], /--history has no effect/],
  ['--last beside headers', ['--last', '--header', 'svix-id: a'], /--header has no effect/],
  ['--last beside a file', ['--last', 'body.json'], /"body.json" is named besides/],
  ['what curl -v printed', ['trace.txt'], /does not have the body/],
])('%s is asked wrongly, too', async (_, args, message) => {
  const cwd = makeFolder({
    'body.json': BODY,
    'trace.txt': '* Trying\n> POST / HTTP/1.1\n> svix-id: a\n> \n< HTTP/1.1 200 OK\n',
  });
  const { status, stderr } = await run(['verify', ...args], { cwd, env });
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
});

test('--computed tells the mistake of code from what it computed, with status 1, and 0 for the right signature', async () => {
  const find = (part: string) => sent.find(([name]) => name.toLowerCase() === `svix-${part}`)?.[1] ?? '';
  const sent = signedHeaders(BODY);
  const [id, timestamp, signature] = [find('id'), find('timestamp'), find('signature')];
  const files = { 'body.json': BODY, 'h.txt': `svix-id: ${id}\nsvix-timestamp: ${timestamp}\n` };
  const compute = async (computed: string, ...more: readonly string[]) => {
    const args = ['verify', 'body.json', '--headers', 'h.txt', '--computed', computed, ...more];
    const ended = await run([...args, '--json'], { cwd: makeFolder(files), env });
    const record = ofType('computed', parseRecords(ended.stdout))[0];
    return { ...ended, record, proofs: record?.diagnosis?.suspicions.map(({ code }) => code) };
  };
  expect(await compute(signature)).toMatchObject({ status: 0, record: { result: 'right' } });
  expect(await compute(signature.slice(3))).toMatchObject({ status: 0, record: { result: 'right' } });
  const toDigest = (content: string) => createHmac('sha256', SECRET).update(content).digest('hex');
  expect(await compute(toDigest(`${id}.${timestamp}.${BODY}`))).toMatchObject({
    status: 1,
    record: { result: 'other' },
    proofs: ['secret_misread', 'signature_encoding'],
  });
  expect(await compute(Buffer.from(signature.slice(3), 'base64').toString('hex'))).toMatchObject({
    status: 1,
    record: { result: 'other', message: 'your code computes the right signature in another encoding' },
    proofs: ['signature_encoding'],
  });
  const unknown = await compute(toDigest('something else'));
  expect(unknown).toMatchObject({
    status: 1,
    record: { result: 'other', hint: expect.any(String) },
    proofs: [],
  });
  expect(await compute('nothing')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('is not a signature'),
  });
  expect(await compute(signature, '--ignore-time')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--computed cannot be combined with --ignore-time'),
  });
  expect(unknown.stdout).not.toContain(SECRET.slice(6));
});

test('--computed takes one delivery, with its id and its timestamp', async () => {
  const cwd = makeFolder({ 'body.json': BODY });
  const ended = await run(['verify', 'body.json', '-H', 'svix-id: msg_1', '--computed', '0'.repeat(64)], {
    cwd,
    env,
  });
  expect(ended).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('The delivery has no id or no timestamp.'),
  });
});

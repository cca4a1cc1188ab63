import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EVENTS } from '../../src/core/events/catalogue.ts';
import { startApp, verifying } from '../harness/app.ts';
import { SECRET } from '../harness/binary.ts';
import { makeFolder, PROJECT, readFixture } from '../harness/folder.ts';
import { writeCaptureFile } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver } from '../harness/sender.ts';

const { run, startListener } = mostlyInside();

const env = { FP_WEBHOOKS_SECRET: SECRET };
const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));

/** Runs replay against an app that verifies with Svix's library. */
async function replayToApp(args: readonly string[], files: Record<string, string | Uint8Array> = {}) {
  const app = await startApp(verifying());
  const cwd = makeFolder(files);
  const ended = await run(['replay', '--json', '--to', app.url, ...args], { cwd, env });
  return { app, ...ended, records: parseRecords(ended.stdout) };
}

test('on the wire a replayed event looks as one of Svix', async () => {
  const { app, status, records, stderr } = await replayToApp(['vault.updated']);
  expect([status, stderr]).toEqual([0, '']);
  const [arrival] = app.arrivals;
  const { host } = new URL(app.url);
  expect(arrival?.headers).toEqual([
    ['host', host],
    ['connection', expect.any(String)],
    ['Accept', '*/*'],
    ['Content-Type', 'application/json'],
    ['User-Agent', `Svix-Webhooks/1.84.0 (fp-webhooks-${version}; +https://www.svix.com/http-sender/)`],
    ['Svix-Id', expect.stringMatching(/^msg_[0-9A-Za-z]{27}$/)],
    ['Svix-Timestamp', expect.stringMatching(/^\d{10}$/)],
    ['Svix-Signature', expect.stringMatching(/^v1,[0-9A-Za-z+/]{43}=$/)],
    ['content-length', String(arrival?.body.length)],
  ]);
  expect(arrival).toMatchObject({ method: 'POST', path: '/hooks?a=1', body: readFixture('vault.updated') });
  expect(records).toEqual([
    {
      type: 'sent',
      source: 'vault.updated',
      event: 'footprint.vault.updated',
      svixId: arrival?.parsed['svix-id'],
      url: app.url,
      bytes: arrival?.body.length,
      ok: true,
      status: 204,
      latencyMs: expect.any(Number),
    },
    { type: 'summary', command: 'replay', url: app.url, sent: 1, ok: 1, failed: 0, notSent: 0 },
  ]);
});

test('--all sends every documented event, and a listener in the same folder verifies each', async () => {
  const listener = await startListener();
  const { status, stdout } = await run(['replay', '--all', '--json', '--to', listener.url], {
    cwd: listener.cwd,
    env,
  });
  expect(status).toBe(0);
  const sent = ofType('sent', parseRecords(stdout));
  const received = await listener.wait('received', sent.length);
  expect(received.map(({ verdict }) => verdict.kind)).toEqual(sent.map(() => 'valid'));
  expect(received.map(({ event }) => event)).toEqual(sent.map(({ event }) => event));
  expect(new Set(sent.map(({ event }) => event))).toEqual(new Set(EVENTS.map(({ kind }) => kind)));
  expect(new Set(sent.map(({ svixId }) => svixId)).size).toBe(sent.length);
});

test('events are named short or in full, fixtures by their file, and any number in one go', async () => {
  const names = [
    'user.manual_review',
    'footprint.vault.updated',
    'watchlist_check.completed.fail',
    'unknown-event',
  ];
  const { app, records, status } = await replayToApp(names);
  expect(status).toBe(0);
  expect(ofType('sent', records).map(({ source }) => source)).toEqual([
    'user.manual_review',
    'vault.updated',
    'watchlist_check.completed.fail',
    'unknown-event',
  ]);
  expect(app.arrivals.map(({ body }) => body)).toEqual(
    [
      'user.manual_review',
      'vault.updated',
      'synthetic/watchlist_check.completed.fail',
      'synthetic/unknown-event',
    ].map(readFixture),
  );
});

const ODD = '\r\n { "event_kind" :\t"footprint.x",  "ä": "\\u00e4 😀", "n": 1.50e+2, "n": -0 }  \r\n\n';

test.each<[string, string, string | Uint8Array, (string | Uint8Array)[]]>([
  ['odd white space, escapes and a newline at the end', 'one.json', ODD, [ODD]],
  ['a byte order mark', 'bom.json', `\ufeff${ODD}`, [`\ufeff${ODD}`]],
  ['a payload that is no object', 'text.json', '"text"', ['"text"']],
  [
    'the elements of an array',
    'array.json',
    ' [ {"a" : 1.0} ,\n  {"b":"é"}\n]\n',
    ['{"a" : 1.0}', '{"b":"é"}'],
  ],
  ['the lines of NDJSON', 'lines.ndjson', '{"a" : 1.0}\r\n\n {"b":2} \n', ['{"a" : 1.0}', '{"b":2}']],
  ['NDJSON without the ending', 'lines.json', '{"a":1}\n{"b":2}', ['{"a":1}', '{"b":2}']],
])("a file's bytes are sent exactly, also of %s", async (_, name, content, bodies) => {
  const { app, status, stderr } = await replayToApp([name], { [name]: content });
  expect([status, stderr]).toEqual([0, '']);
  expect(app.arrivals.map(({ body }) => body)).toEqual(bodies.map((body) => Buffer.from(body)));
});

test('standard input is sent with -', async () => {
  const app = await startApp(verifying());
  const ended = await run(['replay', '-', '--to', app.url, '--json'], { env, input: ODD });
  expect(ended).toMatchObject({ status: 0, stderr: '' });
  expect(app.arrivals[0]?.body).toEqual(Buffer.from(ODD));
  expect(parseRecords(ended.stdout)[0]).toMatchObject({ source: 'standard input', event: 'footprint.x' });
});

test('folders and globs are sent file by file, in their order', async () => {
  const files = { 'd/b.json': '{"b":1}', 'd/a.json': '{"a":1}', 'd/.hidden/c.json': '{}', 'd/x.txt': 'no' };
  const { app } = await replayToApp(['d', 'd/b*.json'], files);
  expect(app.arrivals.map(({ body }) => body.toString())).toEqual(['{"a":1}', '{"b":1}', '{"b":1}']);
});

test('a capture is sent as a retry: the same id and bytes, a new time and signature', async () => {
  const listener = await startListener();
  const binary = Buffer.from([0xff, 0x7b, 0x0a]);
  await deliver(listener.url, ODD, { id: 'msg_old', offsetSeconds: -200 });
  await deliver(listener.url, binary, { id: 'msg_bytes', offsetSeconds: -9_000 });
  await listener.stop();
  const before = Math.floor(Date.now() / 1_000);
  const app = await startApp();
  const { status } = await run(['replay', await writeCaptureFile(listener.cwd), '--to', app.url], {
    cwd: listener.cwd,
    env,
  });
  expect(status).toBe(0);
  expect(app.arrivals.map(({ body, parsed }) => [parsed['svix-id'], body])).toEqual([
    ['msg_old', Buffer.from(ODD)],
    ['msg_bytes', binary],
  ]);
  for (const { parsed } of app.arrivals)
    expect(Number(parsed['svix-timestamp'])).toBeGreaterThanOrEqual(before);
});

test("the project's fixtures can be sent as a folder, and all are accepted", async () => {
  const app = await startApp(verifying());
  const ended = await run(['replay', 'fixtures', '--to', app.url, '--json'], { cwd: PROJECT, env });
  expect(ended.status).toBe(0);
  expect(parseRecords(ended.stdout).at(-1)).toMatchObject({ sent: 56, ok: 56 });
});

test('JSON of any depth is sent as it is', async () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const { app, status, stderr } = await replayToApp(['a.json', 'b.ndjson'], {
    'a.json': `[1,${deep}]`,
    'b.ndjson': `{"a":${deep}}\n`,
  });
  expect([status, stderr]).toEqual([0, '']);
  expect(app.arrivals.map(({ body }) => body.toString())).toEqual(['1', deep, `{"a":${deep}}`]);
});

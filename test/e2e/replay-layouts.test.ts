import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { startApp } from '../harness/app.ts';
import { SECRET } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();
const env = { FP_WEBHOOKS_SECRET: SECRET };

/** The bytes that a receiver verifies, made of those that came; undefined for a request that it refuses. */
type Read = (body: Buffer, request: IncomingMessage) => string | Buffer | undefined;

const MOST_BYTES = 100 * 1024;
const parse = (body: Buffer): unknown => JSON.parse(body.toString());
const escapeNonAscii = (text: string) =>
  text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const sorted = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value;
const escapeHtml = (text: string) =>
  text.replace(/[<>&\u2028\u2029]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Receivers that are right, and such as verify something else than what came. */
const RIGHT: Readonly<Record<string, Read>> = {
  'the raw bytes': (body) => body,
  'the body as UTF-8': (body) => body.toString('utf8'),
};
const WRONG: Readonly<Record<string, Read>> = {
  'JSON.stringify(req.body)': (body) => JSON.stringify(parse(body)),
  'JSON.stringify with an indent': (body) => JSON.stringify(parse(body), null, 2),
  "Go's json.Marshal of a map": (body) => escapeHtml(JSON.stringify(parse(body), sorted)),
  "Python's json.dumps": (body) =>
    escapeNonAscii(
      JSON.stringify(parse(body), null, 1)
        .replace(/,\n\s*/g, ', ')
        .replace(/\n\s*/g, ''),
    ),
  "Python's json.dumps with compact separators": (body) => escapeNonAscii(JSON.stringify(parse(body))),
  "PHP's json_encode": (body) => escapeNonAscii(JSON.stringify(parse(body))).replaceAll('/', '\\/'),
  "Ruby's to_json, which keeps 1.0": (body) =>
    JSON.stringify(parse(body)).replace(/"sequence":1(?=[,}])/, '"sequence":1.0'),
  'the keys in order': (body) => JSON.stringify(parse(body), sorted),
  latin1: (body) => Buffer.from(body.toString('latin1')),
  'ASCII only': (body) => body.toString().replace(/[^\0-\x7f]/g, '?'),
  trim: (body) => body.toString().trim(),
  'no line feeds': (body) => body.toString().replaceAll('\n', ''),
  'no white space': (body) => body.toString().replace(/\s/g, ''),
  NFC: (body) => body.toString().normalize('NFC'),
  NFD: (body) => body.toString().normalize('NFD'),
  'escaped HTML': (body) => body.toString().replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
  'unescaped backslashes': (body) => body.toString().replaceAll('\\/', '/').replaceAll('\\u002E', '.'),
};
/** What only a large body shows. */
const TOO_SMALL: Readonly<Record<string, Read>> = {
  'a limit of 100 kB': (body) => (body.length > MOST_BYTES ? undefined : body),
};

function isSigned({ headers }: IncomingMessage, body: string | Buffer): boolean {
  const key = Buffer.from(SECRET.replace('whsec_', ''), 'base64');
  const head = `${headers['svix-id']}.${headers['svix-timestamp']}.`;
  return (
    headers['svix-signature'] === `v1,${createHmac('sha256', key).update(head).update(body).digest('base64')}`
  );
}

const startReceiver = (read: Read) =>
  startApp((arrival, response, request) => {
    const body = read(arrival.body, request);
    response.writeHead(body === undefined ? 413 : isSigned(request, body) ? 204 : 401).end();
  });

/** Runs a command against a receiver and gives how many deliveries of how many it refused. */
async function countRefused(url: string, ...args: readonly string[]) {
  const { stdout, status } = await run(['replay', ...args, '--json', '--to', url], {
    cwd: makeFolder(),
    env,
  });
  const sent = ofType('sent', parseRecords(stdout));
  const refused = sent.filter(({ ok }) => !ok);
  expect(status).toBe(refused.length === 0 ? 0 : 1);
  return { refused: refused.length, names: refused.map(({ name }) => name), sent: sent.length };
}

const GENERATE = ['--generate', 'user.manual_review', '--seed', '1'];

test.each(Object.entries(RIGHT))('Z16: a receiver that verifies %s accepts everything', async (_, read) => {
  const { url } = await startReceiver(read);
  expect(await countRefused(url, '--all')).toMatchObject({ refused: 0, sent: 11 });
  expect(await countRefused(url, ...GENERATE)).toMatchObject({ refused: 0 });
});

test.each(Object.entries(WRONG))(
  'Z16: a receiver that verifies %s fails --all, and --generate as well',
  async (_, read) => {
    const { url } = await startReceiver(read);
    expect((await countRefused(url, '--all')).refused).toBeGreaterThan(0);
    expect((await countRefused(url, ...GENERATE)).refused).toBeGreaterThan(0);
  },
);

test.each(Object.entries(TOO_SMALL))(
  'Z16: a receiver with %s fails --generate, not --all',
  async (_, read) => {
    const { url } = await startReceiver(read);
    expect(await countRefused(url, '--all')).toMatchObject({ refused: 0 });
    const { names } = await countRefused(url, ...GENERATE);
    expect(names).toEqual(['a body of 120 kB', 'a body of 1 MiB']);
  },
);

test('Z16: a receiver that reads the first chunk only fails --generate, not --all', async () => {
  const server = createServer(async (request, response) => {
    const [first = Buffer.alloc(0)] = (await once(request, 'data')) as [Buffer?];
    const isValid = isSigned(request, first);
    await buffer(request);
    response.writeHead(isValid ? 204 : 401).end();
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const small = await countRefused(url, '--all');
  expect(small).toMatchObject({ refused: 0 });
  const { names } = await countRefused(url, ...GENERATE);
  expect(names).toContain('a body of 1 MiB');
});

test('Z16: --layout writes names, files, captures, generated payloads and steps of a scenario', async () => {
  const { url, arrivals } = await startApp();
  const cwd = makeFolder({ 'a.json': '{"event_kind":"x","n":1.0}', 'b.json': 'not { JSON' });
  const send = (...args: readonly string[]) => run(['replay', ...args, '--to', url], { cwd, env });
  await send('vault.updated', '--layout', 'spaced', '--save');
  await send('a.json', '--layout', 'escaped', '--set', 'n:=2.50', '--allow-invalid');
  await send('--last', '1', '--layout', 'compact');
  await send('--generate', 'user.manual_review', '--count', '1', '--seed', '1', '--layout', 'spaced');
  await send('--scenario', 'kyc-pass', '--time-scale', '1000', '--layout', 'spaced');
  const bodies = arrivals.map(({ body }) => body.toString());
  expect(bodies[0]).toMatch(/^\{"event_kind" : "footprint\.vault\.updated" , .*\}\n$/);
  expect(bodies[1]).toBe('{"event_kind":"x","n":2.50}');
  expect(bodies[2]).toMatch(/^\{"event_kind":"footprint\.vault\.updated",.*\}$/);
  for (const body of bodies.slice(3)) expect(body).toMatch(/^\{"\w+" : .*\}\n$/);
  expect(bodies).toHaveLength(8);
  const { stdout } = await send('vault.updated', '--layout', 'spaced', '--dry-run');
  expect(stdout).toContain('{"event_kind" : "footprint.vault.updated"');
});

test('Z16: --layout is refused beside --original, and knows three layouts', async () => {
  const cwd = makeFolder();
  for (const [args, message] of [
    [['--last', '--original', '--layout', 'spaced'], '--layout cannot be used with it'],
    [['vault.updated', '--layout', 'pretty'], 'Allowed choices are compact, spaced, escaped'],
  ] as const) {
    const { status, stderr } = await run(['replay', ...args], { cwd, env });
    expect(status).toBe(2);
    expect(stderr.replace(/\s+/g, ' ')).toContain(message);
  }
});

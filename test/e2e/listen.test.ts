import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findMessageId, type RawHeaders } from '../../src/core/delivery/delivery.ts';
import { readFixture } from '../harness/folder.ts';
import { readCaptures, readHistory } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver, send, signedHeaders } from '../harness/sender.ts';

const { startListener } = mostlyInside();

const BODY = readFixture('onboarding.completed');

test('a valid delivery is answered 200, shown and kept with its exact bytes and raw headers', async () => {
  const listener = await startListener();
  const headers: RawHeaders = [...signedHeaders(BODY, { id: 'msg_1' }), ['X-Odd', 'ä'], ['x-ODD', 'b']];
  const reply = await send(`${listener.url}/any/path?q=1`, { headers, body: BODY });
  expect(reply).toMatchObject({ status: 200, body: '{"verdict":"valid"}\n' });
  const { stdout, stderr, signal } = await listener.stop();
  const [received] = ofType('received', parseRecords(stdout));
  expect(received).toMatchObject({
    svixId: 'msg_1',
    event: 'footprint.onboarding.completed',
    path: '/any/path?q=1',
    bodyBytes: BODY.length,
    verdict: { kind: 'valid', keyName: 'FP_WEBHOOKS_SECRET' },
    referee: { accepts: true },
    answerStatus: 200,
  });
  const kept = await readCaptures(listener.cwd);
  expect(kept).toMatchObject([
    {
      id: received?.id,
      receivedAt: received?.receivedAt,
      delivery: { method: 'POST', path: '/any/path?q=1' },
      verdict: received?.verdict,
      answer: { by: 'listener', status: 200 },
    },
  ]);
  expect(Buffer.from(kept[0]?.delivery.body ?? [])).toEqual(BODY);
  expect(kept[0]?.delivery.headers).toEqual([
    ['Host', new URL(listener.url).host],
    ...headers,
    ['Content-Length', String(BODY.length)],
    ['Connection', 'close'],
  ]);
  expect([stderr, signal]).toEqual(['', 'SIGINT']);
});

const REFUSED: readonly [string, object, () => RawHeaders][] = [
  ['header_missing', { header: 'svix-id' }, () => []],
  ['timestamp_malformed', { value: 'soon' }, () => replaced('Svix-Timestamp', 'soon')],
  ['timestamp_out_of_range', { toleranceSeconds: 300 }, () => signedHeaders(BODY, { offsetSeconds: -1_000 })],
  ['signature_unusable', { reason: 'malformed' }, () => replaced('Svix-Signature', 'v1=abc')],
  ['signature_mismatch', { itemCount: 1 }, () => signedHeaders(`${BODY} `)],
];

function replaced(name: string, value: string): RawHeaders {
  return signedHeaders(BODY).map(([each, old]) => [each, each === name ? value : old] as const);
}

test('what is not verified is answered 400 with the reason, shown and kept', async () => {
  const listener = await startListener();
  for (const [kind, , makeHeaders] of REFUSED) {
    const reply = await send(listener.url, { headers: makeHeaders(), body: BODY });
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toEqual({ verdict: kind, message: expect.stringMatching(/\w/) });
  }
  const { stdout } = await listener.stop();
  const received = ofType('received', parseRecords(stdout));
  for (const [index, [kind, details]] of REFUSED.entries()) {
    expect(received[index]).toMatchObject({ verdict: { kind, ...details }, answerStatus: 400 });
    expect(received[index]?.explanation?.hints).not.toEqual([]);
  }
  const kept = await readCaptures(listener.cwd);
  expect(kept.map(({ verdict }) => verdict)).toEqual(received.map(({ verdict }) => verdict));
});

test('the signature that was expected is nowhere to be read', async () => {
  const right = signedHeaders(BODY, { id: 'msg_1' });
  const digest = right.find(([name]) => name === 'Svix-Signature')?.[1].slice('v1,'.length) ?? '';
  const headers = right.map(([name, value]) => [name, value.replace(digest, `${'A'.repeat(43)}=`)] as const);
  const listener = await startListener();
  const reply = await send(listener.url, { headers, body: BODY });
  const { stdout, stderr } = await listener.stop();
  expect(reply.body).toContain('signature_mismatch');
  const kept = readFileSync(join(listener.cwd, '.fp-webhooks', 'history.db'), 'latin1');
  expect(reply.body + JSON.stringify(reply.headers) + stdout + stderr + kept).not.toContain(
    digest.slice(0, 20),
  );
});

test('a body that is not JSON, or not text, is received and kept as well', async () => {
  const listener = await startListener();
  for (const body of [Buffer.from('not json'), Buffer.from([0xff, 0x00, 0x0d, 0x0a]), Buffer.alloc(0)])
    expect(await deliver(listener.url, body)).toMatchObject({ status: 200 });
  const { stdout } = await listener.stop();
  expect(ofType('received', parseRecords(stdout)).map(({ event, verdict }) => [event, verdict.kind])).toEqual(
    [
      [null, 'valid'],
      [null, 'valid'],
      [null, 'valid'],
    ],
  );
  const kept = await readCaptures(listener.cwd);
  expect(kept.map(({ delivery }) => Buffer.from(delivery.body).toString('latin1'))).toEqual([
    'not json',
    '\xff\x00\r\n',
    '',
  ]);
});

test('fifty deliveries at once are all answered, and all kept exactly once', async () => {
  const listener = await startListener();
  const ids = Array.from({ length: 50 }, (_, index) => `msg_${index}`);
  const replies = await Promise.all(ids.map((id) => deliver(listener.url, BODY, { id })));
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  const { stdout } = await listener.stop();
  expect(parseRecords(stdout).at(-1)).toMatchObject({
    type: 'summary',
    received: 50,
    verified: 50,
    failed: 0,
  });
  const kept = await readCaptures(listener.cwd);
  const keptIds = kept.map(({ delivery }) => findMessageId(delivery.headers) ?? '');
  expect(keptIds.toSorted()).toEqual(ids.toSorted());
  expect(new Set(kept.map(({ id }) => id)).size).toBe(50);
});

test('personal data is masked in the records unless --show-pii is given', async () => {
  const body = Buffer.from(BODY.toString().replace('fp_id_xyz', 'fp_id_SECRETPERSON'));
  const seen: string[] = [];
  for (const flags of [[], ['--show-pii']]) {
    const listener = await startListener(flags);
    await deliver(listener.url, body);
    seen.push((await listener.stop()).stdout);
  }
  expect(seen[0]).not.toContain('SECRETPERSON');
  expect(seen[1]).toContain('SECRETPERSON');
});

test('--no-save keeps nothing, and --history keeps in the named file, also when its folder is new', async () => {
  const without = await startListener(['--no-save']);
  await deliver(without.url, BODY);
  await without.stop();
  expect(readdirSync(without.cwd)).toEqual([]);
  const within = await startListener(['--history', 'deep/kept.db']);
  await deliver(within.url, BODY);
  expect(within.ready.history).toBe('deep/kept.db');
  expect(await readHistory(within.cwd, 'deep/kept.db')).toHaveLength(1);
  expect(statSync(join(within.cwd, 'deep', 'kept.db')).mode & 0o777).toBe(0o600);
});

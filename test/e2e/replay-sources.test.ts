import { writeFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodeCapture } from '../../src/core/capture/capture.ts';
import { toHarEntry, toHarFrame } from '../../src/core/capture/to-har.ts';
import { startApp, verifying } from '../harness/app.ts';
import { SECRET } from '../harness/binary.ts';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { makeHistory } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { makeCapture } from '../io/history/captures.ts';

const { run } = mostlyInside();
const env = { FP_WEBHOOKS_SECRET: SECRET };

interface Place {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
}

/** Runs replay against an app that verifies with Svix's library. */
async function replay(args: readonly string[], { cwd = makeFolder(), input }: Place = {}) {
  const app = await startApp(verifying());
  const place = { cwd, env, ...(input !== undefined && { input }) };
  const ended = await run(['replay', '--json', '--to', app.url, ...args], place);
  const sent = ofType('sent', parseRecords(ended.stdout));
  const bodies = app.arrivals.map(({ body }) => body.toString());
  const ids = app.arrivals.map(({ parsed }) => parsed['svix-id']);
  return { ...ended, sent, bodies, ids };
}

const line = (number: number) => JSON.stringify({ event_kind: 'footprint.vault.updated', n: number });
const INVALID = makeCapture(1, { verdict: { kind: 'signature_mismatch', itemCount: 1 } });
const CAPTURES = [
  INVALID,
  makeCapture(2, { event: 'footprint.user.manual_review', fpId: 'fp_id_2' }),
  makeCapture(3, { note: 'bank trouble' }),
];
const capturesText = CAPTURES.map((capture) => `${encodeCapture(capture)}\n`).join('');
const { head, tail } = toHarFrame('1');
const har = head + CAPTURES.map(toHarEntry).join(',\n') + tail;
const captureBodies = CAPTURES.map(({ delivery }) => Buffer.from(delivery.body).toString());

test.each([
  [
    'user.*',
    ['user.bank_link_updated', 'user.bank_link_updated.shape-b', 'user.info_requested', 'user.manual_review'],
  ],
  ['footprint.vault.*', ['vault.updated']],
  [
    '*.live',
    [
      'onboarding.completed',
      'onboarding.status_changed',
      'user.bank_link_updated',
      'user.info_requested',
      'user.manual_review',
      'vault.updated',
      'watchlist_check.completed',
    ].map((name) => `synthetic/${name}.live`),
  ],
])('the glob %s stands for the documented events that fit, else for fixtures', async (glob, names) => {
  const { status, bodies } = await replay([glob]);
  expect(status).toBe(0);
  expect(bodies).toEqual(names.map((name) => readFixture(name).toString()));
});

test('events, globs, files, standard input and ids are sent in the order in which they are named', async () => {
  const cwd = await makeHistory(CAPTURES);
  writeFileSync(`${cwd}/mine.ndjson`, `${line(1)}\n${line(2)}\n`);
  const args = ['mine.ndjson', 'vault.updated', CAPTURES[1]?.id.toLowerCase() ?? '', '-', 'msg_m1'];
  const { status, bodies } = await replay(args, { cwd, input: line(3) });
  expect(status).toBe(0);
  const [first, second] = captureBodies;
  expect(bodies).toEqual([line(1), line(2), readFixture('vault.updated').toString(), second, line(3), first]);
});

test.each([
  ['captures.ndjson.gz', gzipSync(capturesText)],
  ['captures.ndjson.zst', zstdCompressSync(capturesText)],
  ['packed', gzipSync(capturesText)],
  ['trace.har', har],
  ['trace.har.gz', gzipSync(har)],
  ['array.json.zst', zstdCompressSync(`[${CAPTURES.map(encodeCapture).join(',')}]`)],
])(
  'the captures in %s are sent with their ids, re-signed whatever their signature was',
  async (name, content) => {
    for (const args of [[name], ['-'], ['./']]) {
      if (name === 'packed' && args[0] === './') continue;
      const place = { cwd: makeFolder({ [name]: content }), input: content };
      const { status, bodies, ids } = await replay(args, place);
      expect([status, bodies, ids]).toEqual([0, captureBodies, ['msg_m1', 'msg_m2', 'msg_m3']]);
    }
  },
);

test('entries of a HAR that are no webhook are told and not sent', async () => {
  const entries = [{ request: { method: 'GET', url: 'http://x/' } }, JSON.parse(toHarEntry(INVALID))];
  const content = JSON.stringify({ log: { entries } }, null, 2);
  const { status, ids, stderr } = await replay(['a.har'], { cwd: makeFolder({ 'a.har': content }) });
  expect([status, ids]).toEqual([0, ['msg_m1']]);
  expect(stderr).toContain('a.har:4: This entry is no POST request');
});

test.each([
  ['--last', [2]],
  ['--last 2', [1, 2]],
  ['--verdict invalid', [0]],
  ['--event user.*', [1]],
  ['--fp-id fp_id_1 --last 1', [2]],
  ['--search bank', [2]],
  ['--where note~trouble', [2]],
  ['--since 2026-11-22T00:00:00Z --until 2026-11-22T00:00:01Z --event vault.*', [0, 2]],
  ['--status none --verdict valid', [1, 2]],
])('%s chooses from the history, oldest first', async (args, expected) => {
  const cwd = await makeHistory(CAPTURES);
  const { status, bodies, sent, stderr } = await replay(args.split(' '), { cwd });
  expect([status, stderr]).toEqual([0, '']);
  expect(bodies).toEqual(expected.map((index) => captureBodies[index]));
  expect(sent.map(({ source }) => source)).toEqual(expected.map((index) => CAPTURES[index]?.id));
});

test('--history names another one, and what is read from it can be kept in it', async () => {
  const cwd = await makeHistory(CAPTURES);
  const args = ['--last', '--history', '.fp-webhooks/history.db'];
  expect((await replay([...args, '--save'], { cwd })).ids).toEqual(['msg_m3']);
  expect((await replay(['--last', '4'], { cwd })).ids).toEqual(['msg_m1', 'msg_m2', 'msg_m3', 'msg_m3']);
});

test('a shuffled run is repeated by the seed that it tells', async () => {
  const cwd = makeFolder({
    'all.ndjson': Array.from({ length: 20 }, (_, index) => `${line(index)}\n`).join(''),
  });
  const { bodies, stderr } = await replay(['all.ndjson', '--shuffle'], { cwd });
  const [, seed = ''] = /--seed (\d+)/.exec(stderr) ?? [];
  expect(bodies).toHaveLength(20);
  const again = await replay(['all.ndjson', '--shuffle', '--seed', seed], { cwd });
  expect([again.bodies, again.stderr]).toEqual([bodies, '']);
  const other = await replay(['all.ndjson', '--shuffle', '--seed', `${Number(seed) ^ 1}`], { cwd });
  expect(other.bodies).not.toEqual(bodies);
  expect([...other.bodies].sort()).toEqual([...bodies].sort());
});

test('a name of an event that is a file as well means the event, and that is told', async () => {
  const cwd = makeFolder({ 'vault.updated': line(1) });
  const { bodies, stderr } = await replay(['vault.updated', './vault.updated'], { cwd });
  expect(bodies).toEqual([readFixture('vault.updated').toString(), line(1)]);
  expect(stderr).toContain('To send the file: ./vault.updated');
});

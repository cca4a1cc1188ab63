import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodeCapture } from '../../src/core/capture/capture.ts';
import { SECRET } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { signedHeaders } from '../harness/sender.ts';
import { makeCapture } from '../io/history/captures.ts';

const { run } = mostlyInside();

const lines = (...numbers: readonly number[]) =>
  numbers.map((number) => `${encodeCapture(makeCapture(number))}\n`).join('');

async function importInto(cwd: string, ...args: readonly string[]) {
  const ended = await run(['history', 'import', ...args, '--json'], { cwd });
  return { ...ended, summary: parseRecords(ended.stdout), notices: parseRecords(ended.stderr) };
}

async function kept(cwd: string) {
  const { stdout } = await run(['history', 'list', '--json', '--limit', '100'], { cwd });
  return ofType('kept', parseRecords(stdout));
}

test('captures keep their ids, and what is there already is skipped and counted', async () => {
  const cwd = makeFolder({ 'a.ndjson': lines(1, 2, 2), 'b.ndjson': lines(2, 3) });
  expect((await importInto(cwd, 'a.ndjson')).summary).toMatchObject([
    { imported: 2, alreadyThere: 1, bad: 0 },
  ]);
  expect((await importInto(cwd, 'a.ndjson', 'b.ndjson')).summary).toMatchObject([
    { files: 2, imported: 1, alreadyThere: 4 },
  ]);
  expect((await kept(cwd)).map(({ id }) => id)).toEqual([3, 2, 1].map((number) => makeCapture(number).id));
  if (process.platform !== 'win32')
    expect(statSync(join(cwd, '.fp-webhooks', 'history.db')).mode & 0o777).toBe(0o600);
});

test('bad lines are named and skipped, the rest is imported, and the status is 1', async () => {
  const [good = ''] = lines(1).split('\n');
  const newer = good.replace('"capture":1', '"capture":9');
  const bytes = Buffer.concat([
    Buffer.from(`${good}\n${newer}\nnonsense\n{"event_kind":"x"}\n`),
    Buffer.from(lines(2).replace('fp_id_1', 'fp_id_\u00ff'), 'latin1'),
    Buffer.from(`${lines(3)}${good.slice(0, 50)}`),
  ]);
  const cwd = makeFolder({ 'a.ndjson': bytes });
  const { status, summary, notices } = await importInto(cwd, 'a.ndjson');
  expect(status).toBe(1);
  expect(summary).toMatchObject([{ imported: 2, bad: 5 }]);
  expect(notices).toMatchObject([
    { message: expect.stringMatching(/^a\.ndjson:2: .*newer fp-webhooks/) },
    { message: expect.stringMatching(/^a\.ndjson:3: This is not JSON/) },
    { message: expect.stringMatching(/^a\.ndjson:4: This is a payload/) },
    { message: expect.stringMatching(/^a\.ndjson:5: This is not UTF-8/) },
    { message: expect.stringMatching(/^a\.ndjson:7: This capture was cut off/) },
  ]);
  expect((await kept(cwd)).map(({ id }) => id)).toEqual([3, 1].map((number) => makeCapture(number).id));
});

test('packed files are unpacked, also those of a folder', async () => {
  const cwd = makeFolder({
    'in/a.ndjson.gz': gzipSync(lines(1)),
    'in/b.jsonl.zst': zstdCompressSync(Buffer.from(lines(2))),
    'in/c.ndjson': lines(3),
  });
  expect((await importInto(cwd, 'in', '!in/c.ndjson')).summary).toMatchObject([
    { files: 2, imported: 2, bad: 0 },
  ]);
  const { status, stderr } = await run(['history', 'import', 'in/cut.ndjson.gz'], {
    cwd: makeFolder({ 'in/cut.ndjson.gz': gzipSync(lines(1)).subarray(0, -5) }),
  });
  expect([status, stderr]).toEqual([3, expect.stringContaining('Cannot unpack in/cut.ndjson.gz')]);
});

test('standard input is imported too', async () => {
  const cwd = makeFolder();
  expect(await run(['history', 'import', '-'], { cwd, input: lines(1) })).toMatchObject({ status: 0 });
  expect(await kept(cwd)).toHaveLength(1);
});

test('a file that cannot be read leaves the history as it was', async () => {
  const cwd = makeFolder({ 'a.ndjson': lines(1) });
  expect((await importInto(cwd, 'a.ndjson', 'no.ndjson')).status).toBe(3);
  expect(existsSync(join(cwd, '.fp-webhooks', 'history.db'))).toBe(false);
});

test.each([
  ['nothing named', []],
  ['an empty file', ['empty.ndjson']],
])('%s is asked wrongly', async (_, args) => {
  expect((await importInto(makeFolder({ 'empty.ndjson': '\n' }), ...args)).status).toBe(2);
});

const BODY = '{"event_kind":"footprint.vault.updated"}';
const toHar = (entries: readonly object[]) => JSON.stringify({ log: { version: '1.2', entries } }, null, 1);
const entry = (request: object = {}) => ({
  startedDateTime: new Date().toISOString(),
  request: {
    method: 'POST',
    url: 'http://localhost:3000/hooks',
    headers: signedHeaders(BODY).map(([name, value]) => ({ name, value })),
    postData: { mimeType: 'application/json', text: BODY },
    ...request,
  },
});

test('the HAR of a browser is judged with the secrets that are known, as of its time, and imported once', async () => {
  const har = toHar([entry(), entry({ method: 'GET' }), entry({ headers: [] }), entry({ url: 'x' })]);
  const cwd = makeFolder({ 'a.har': har, '.env': `FP_WEBHOOKS_SECRET=${SECRET}\n` });
  const { status, summary, notices } = await importInto(cwd, 'a.har');
  expect(status).toBe(1);
  expect(summary).toMatchObject([{ imported: 2, ignored: 1, bad: 1 }]);
  expect(notices).toMatchObject([
    { code: 'not_imported', message: expect.stringMatching(/^a\.har:\d+: The entry cannot be read/) },
    { code: 'ignored', message: expect.stringMatching(/^a\.har:\d+: This entry is no POST request/) },
  ]);
  expect((await kept(cwd)).map(({ verdict }) => verdict.kind).toSorted()).toEqual([
    'header_missing',
    'valid',
  ]);
  expect((await importInto(cwd, 'a.har')).summary).toMatchObject([{ imported: 0, alreadyThere: 2 }]);
});

test('a HAR without a delivery is asked wrongly, and why its entries are none is told once for each reason', async () => {
  const get = entry({ method: 'GET' });
  const har = toHar([get, entry({ postData: undefined }), get, get]);
  const { status, notices } = await importInto(makeFolder({ 'a.har': har }), 'a.har');
  expect(status).toBe(2);
  expect(notices).toMatchObject([
    {
      code: 'ignored',
      message:
        'a.har:5: This entry is no POST request, as every webhook is. It is ignored, and so are 2 more like it.',
    },
    {
      code: 'ignored',
      message: expect.stringMatching(
        /^a\.har:\d+: This entry is a POST request without request\.postData\.text, so that its body is not known\. It is ignored\.$/,
      ),
    },
    { code: 'no_input', exitStatus: 2 },
  ]);
});

test('without a secret, what comes without a verdict is said to be unverified', async () => {
  const cwd = makeFolder({ 'a.har': toHar([entry()]) });
  const { status, notices } = await importInto(cwd, 'a.har');
  expect(status).toBe(0);
  expect(notices).toMatchObject([{ code: 'no_secret' }]);
  expect(await kept(cwd)).toMatchObject([{ verdict: { kind: 'signature_unusable' } }]);
});

test('pruning removes the oldest, and a dry run foretells how many', async () => {
  const ages = [9, 7, 5, 3, 1];
  const captures = ages.map((days, index) => {
    const receivedAt = new Date(Date.now() - days * 86_400_000).toISOString();
    return { ...makeCapture(index), receivedAt };
  });
  const cwd = makeFolder({ 'a.ndjson': captures.map((each) => `${encodeCapture(each)}\n`).join('') });
  await importInto(cwd, 'a.ndjson');
  const prune = async (...flags: readonly string[]) =>
    parseRecords((await run(['history', 'prune', ...flags, '--json'], { cwd })).stdout);
  expect(await prune('--keep', '4', '--older-than', '6d', '--dry-run')).toMatchObject([
    { dryRun: true, removed: 2, left: 3 },
  ]);
  expect(await kept(cwd)).toHaveLength(5);
  expect(await prune('--keep', '4')).toMatchObject([{ dryRun: false, removed: 1, left: 4 }]);
  expect(await prune('--older-than', '6d')).toMatchObject([{ removed: 1, left: 3 }]);
  expect((await kept(cwd)).map(({ id }) => id)).toEqual([4, 3, 2].map((number) => makeCapture(number).id));
});

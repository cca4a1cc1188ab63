import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';

const { run } = mostlyInside();

const GOOD = JSON.parse(readFixture('synthetic/vault.updated.card').toString());
const LONG = { ...GOOD, note: 'é'.repeat(4_500) };
const COUNT = 126;
const PAYLOADS = Array.from({ length: COUNT }, (_, index) =>
  index % 42 === 41 ? { ...LONG, is_live: `no ${index}` } : LONG,
);

function toCapture(payload: unknown, index: number) {
  return {
    capture: 1,
    id: '01KQVPHEY4DE3B4WZZ6KYE37BB',
    receivedAt: '2026-05-05T09:12:00.000Z',
    method: 'POST',
    path: '/',
    headers: [['svix-id', `msg_${index % 41}`]],
    bodyText: JSON.stringify(payload),
    verdict: { kind: 'header_missing', header: 'svix-timestamp' },
  };
}

function toEntry(payload: unknown) {
  return {
    startedDateTime: '2026-05-05T09:12:00.000Z',
    request: {
      method: 'POST',
      url: 'http://localhost/',
      headers: [],
      postData: { mimeType: 'application/json', text: JSON.stringify(payload) },
    },
    response: { status: 200 },
  };
}

const toMessage = (payload: { readonly event_kind: string }) => ({
  id: 'msg_2kMhTtGqR5rkZ4tDQfLqVhqxY7B',
  eventType: payload.event_kind,
  payload,
});

const toLines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** More than one MiB in each form of what is validated, but for a short one in between. */
const FILES: Readonly<Record<string, string>> = {
  'array.json': JSON.stringify(PAYLOADS),
  'array-indented.json': JSON.stringify(PAYLOADS, null, 2),
  'captures.json': JSON.stringify(PAYLOADS.map(toCapture)),
  'captures.ndjson': toLines(PAYLOADS.map(toCapture)),
  'har.json': JSON.stringify({ log: { version: '1.2', entries: PAYLOADS.map(toEntry) } }),
  'lines.json': toLines(PAYLOADS),
  'lines.ndjson': toLines(PAYLOADS),
  'one.json': JSON.stringify({ ...GOOD, note: 'x'.repeat(1_500_000) }),
  'short.json': JSON.stringify(GOOD),
  'svix.json': JSON.stringify({ data: PAYLOADS.map(toMessage), iterator: 'x', done: true }),
  'svix.ndjson': toLines(PAYLOADS.map(toMessage)),
  'svix-array.json': JSON.stringify(PAYLOADS.map(toMessage)),
};

const pack = (packer: (text: string) => string | Uint8Array, ending: string) =>
  makeFolder(
    Object.fromEntries(Object.entries(FILES).map(([name, text]) => [`d/${name}${ending}`, packer(text)])),
  );

const toZstd = (text: string) =>
  Buffer.concat([zstdCompressSync(text.slice(0, 700_000)), zstdCompressSync(text.slice(700_000))]);

const OFF = ['unknown_field', 'signature_invalid'].flatMap((code) => ['--rule', `${code}=off`]);

/** Every record of a run, as it would be of files that are not packed. */
async function check(cwd: string, ...args: readonly string[]) {
  const { stdout, ...ended } = await run(['validate', ...args, '--json', ...OFF], { cwd });
  const text = stdout.replaceAll(/\.(?:gz|zst)\b|"fingerprint":"\w+",/g, '');
  return { ...ended, records: text.trim().split('\n') };
}

test('F1: packed files of several parts give what plain ones do, in every form, in folders, threads and shards', async () => {
  const plain = pack((text) => text, '');
  const wanted = await check(plain, 'd', '--jobs', '1');
  expect(wanted).toMatchObject({ status: 1, stderr: '' });
  const isWrong = (record: string) => record.includes('"code":"wrong_type"');
  const wrong = wanted.records.filter(isWrong).toSorted();
  expect(wrong).toHaveLength(3 * (Object.keys(FILES).length - 2));
  const gzip = pack(gzipSync, '.gz');
  expect(await check(gzip, 'd', '--jobs', '1')).toEqual(wanted);
  expect(await check(gzip, 'd', '--jobs', '2')).toEqual(wanted);
  expect(await check(pack(toZstd, '.zst'), 'd')).toEqual(wanted);
  const shards = [await check(gzip, 'd', '--shard', '1/2'), await check(gzip, 'd', '--shard', '2/2')];
  expect(shards.flatMap(({ records }) => records.filter(isWrong)).toSorted()).toEqual(wrong);
});

test('F1: packed content of several parts is known by its bytes, whatever its name', async () => {
  const cwd = makeFolder({
    'a.json': gzipSync(FILES['lines.ndjson'] ?? ''),
    'b.ndjson': toZstd(FILES['array.json'] ?? ''),
  });
  const { records, ...ended } = await check(cwd, 'a.json', 'b.ndjson');
  expect(ended).toEqual({ status: 1, stderr: '', signal: null });
  expect(JSON.parse(records.at(-1) ?? '')).toMatchObject({ type: 'summary', files: 2, payloads: 2 * COUNT });
});

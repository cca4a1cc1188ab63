import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type InputForm, PART_BYTES } from '../../../src/core/json/cut.ts';
import type { Part } from '../../../src/core/validation/parts/part.ts';
import { type InputPlan, planInput, planStream, readFileParts } from '../../../src/io/parts/plan-input.ts';
import { readRange } from '../../../src/io/parts/read-part.ts';
import { isDamage } from '../../../src/io/parts/unpack-stream.ts';
import { check, outline } from '../../core/validation/parts/checking.ts';
import { makeFolder } from '../../harness/folder.ts';
import { volume } from '../../harness/volume.ts';

/** Every part of an input, however it is read. */
async function readAll(plan: InputPlan, as?: InputForm): Promise<readonly Part[]> {
  if (plan.kind === 'ranges')
    return Array.from({ length: plan.parts }, (_, index) => readRange(structuredClone(plan), index));
  const parts: Part[] = [];
  const read = plan.kind === 'file' ? readFileParts(structuredClone(plan), as) : plan.open();
  for await (const part of read) parts.push(part);
  return parts;
}

async function checkAll(plan: InputPlan, as?: InputForm) {
  return Promise.all((await readAll(plan, as)).map((part) => check(part, as)));
}

function planFile(path: string, as?: InputForm): InputPlan {
  return planInput({ input: 0, name: path.replace(/.*\//, ''), path }, as);
}

async function* inChunks(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += length) yield Uint8Array.from(bytes.subarray(at, at + length));
}

const MIB = 1_048_576;

function line(index: number): string {
  const person = `fp_id_test_abcdefghijklmn${String(index).padStart(8, 'x')}`;
  const text = JSON.stringify({
    event_kind: 'footprint.user.info_requested',
    fp_id: person,
    is_live: false,
    timestamp: `2025-05-05T10:${String(Math.floor(index / 60) % 60).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}Z`,
  });
  if (index % 5_000 === 77) return text.replace('false', '"no"');
  if (index % 7_000 === 99) return `{"é😀":${index}`;
  return index % 4_000 === 3 ? ' ' : text;
}

const LINES = Array.from({ length: 9_000 }, (_, index) => line(index));
const NDJSON = `\ufeff${LINES.join('\n')}\r\n`;
const ARRAY = `\ufeff \n[${LINES.filter((each) => each.startsWith('{"e')).join(',\n')}]`;
const ONE_LINE = `[${LINES.filter((each) => each.startsWith('{"e')).join(',')}]`;
const SHORT = LINES.slice(0, 200).join('\n');
const PRETTY = JSON.stringify({ ...JSON.parse(LINES[0] ?? ''), extra: 'x'.repeat(MIB) }, null, 2);
const LARGE = `{"a":"${'x'.repeat(MIB)}"}\n{}\n`;
const toParts = (text: string) => Math.ceil(Buffer.byteLength(text) / PART_BYTES);

test.each([
  ['lines', 'a.ndjson', NDJSON, 'ranges', toParts(NDJSON)],
  ['lines by their content', 'a.json', NDJSON, 'ranges', toParts(NDJSON)],
  ['an array', 'a.json', ARRAY, 'stream', toParts(ARRAY)],
  ['an array on one line', 'a.json', ONE_LINE, 'stream', toParts(ONE_LINE)],
  ['a short file', 'a.json', SHORT, 'file', 1],
  ['short lines', 'a.jsonl', SHORT, 'file', 1],
  ['nothing', 'a.ndjson', '', 'stream', 1],
  ['one large value', 'a.json', PRETTY, 'file', 1],
  ['a large line and another', 'a.json', LARGE, 'ranges', toParts(LARGE)],
])(
  '%s: the same is said of a file, plain or packed, and of chunks of any length',
  async (_, name, text, kind, parts) => {
    const bytes = Buffer.from(text);
    const halves = [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)];
    const folder = makeFolder({
      [name]: bytes,
      [`${name}.gz`]: Buffer.concat(halves.map((half) => gzipSync(half))),
      [`${name}.zst`]: Buffer.concat([
        Buffer.from('502a4d180200000001ff', 'hex'),
        ...halves.map((half) => zstdCompressSync(half)),
      ]),
    });
    const plan = planFile(join(folder, name));
    expect(plan.kind).toBe(kind);
    const wanted = await checkAll(plan);
    expect(wanted).toHaveLength(parts);
    for (const ending of ['.gz', '.zst'])
      expect(await checkAll(planFile(join(folder, name + ending)))).toEqual(wanted);
    for (const length of [60_001, 4 * MIB]) {
      const stream = planStream({ input: 0, name }, () => inChunks(bytes, length));
      expect(await checkAll(stream)).toEqual(wanted);
    }
  },
);

test('packed content is the same however long the chunks are in which it comes', async () => {
  const frames = [SHORT, '', SHORT].map((text) => zstdCompressSync(Buffer.from(`${text}\n`)));
  const members = [SHORT, '', SHORT].map((text) => gzipSync(Buffer.from(`${text}\n`)));
  for (const packed of [Buffer.concat(frames), Buffer.concat(members)]) {
    const read = (length: number) =>
      readAll(planStream({ input: 0, name: 'a.ndjson' }, () => inChunks(packed, length)));
    const wanted = await read(packed.length);
    expect(Buffer.from(wanted[0]?.bytes ?? []).toString()).toBe(`${SHORT}\n\n${SHORT}\n`);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (length) => {
        expect(await read(length)).toEqual(wanted);
      }),
      { numRuns: volume(3, 15) },
    );
  }
});

test.each<[string, (text: string) => Uint8Array]>([
  ['gz', (text) => gzipSync(text).subarray(0, -3)],
  [
    'zst',
    (text) =>
      Buffer.concat([
        zstdCompressSync(Buffer.from(text)),
        zstdCompressSync(Buffer.from(text)).subarray(0, 9),
      ]),
  ],
  ['zst', (text) => Buffer.concat([zstdCompressSync(Buffer.from(text)), Buffer.from('junk')])],
])('what could be unpacked of a damaged %s file is checked', async (ending, damage) => {
  const text = `${LINES[0]}\n${LINES[77]}\n`;
  const folder = makeFolder({ [`a.ndjson.${ending}`]: damage(text) });
  const [result, ...more] = await checkAll(planFile(join(folder, `a.ndjson.${ending}`)));
  expect([more.length, result && outline(result)]).toEqual([0, ['wrong_type 2:101', 'packed_damaged 3:1']]);
});

test('what is no packed file but for its first bytes is told to be damaged', async () => {
  const folder = makeFolder({
    'a.json': Buffer.from('1f8b0800', 'hex'),
    'b.json': Buffer.from('28b52ffd', 'hex'),
  });
  for (const name of ['a.json', 'b.json']) {
    const results = await checkAll(planFile(join(folder, name)));
    expect(results.map(outline)).toEqual([['packed_damaged 1:1']]);
  }
});

test('a file that cannot be read is told in the place of its content', async () => {
  const folder = makeFolder();
  mkdirSync(join(folder, 'a.json'));
  for (const [name, why] of [
    ['a.json', 'it is a folder'],
    ['b.json', 'there is no such file or folder'],
  ]) {
    const [part] = await readAll(planFile(join(folder, name ?? '')));
    expect(part?.problem).toEqual({ code: 'file_unreadable', message: `Cannot read ${name}: ${why}.` });
  }
  async function* broken(): AsyncGenerator<Uint8Array, void> {
    yield Buffer.from(`${LINES[77]}\n`);
    throw Object.assign(new Error('EIO'), { code: 'EACCES' });
  }
  const [result] = await checkAll(planStream({ input: 0, name: 'a.ndjson' }, broken));
  expect(result && outline(result)).toEqual(['wrong_type 1:101', 'file_unreadable 2:1']);
});

test('a range of a file that has become shorter holds what is left', () => {
  const folder = makeFolder({ 'a.ndjson': NDJSON });
  const plan = planFile(join(folder, 'a.ndjson'));
  writeFileSync(join(folder, 'a.ndjson'), 'x\n');
  if (plan.kind !== 'ranges') throw new Error(plan.kind);
  expect([0, 1].map((index) => Buffer.from(readRange(plan, index).bytes).toString())).toEqual(['x\n', '']);
});

test('a line that is too long is told at its place, and the rest is read', async () => {
  const text = `${LINES[77]}\n{"a":"${'x'.repeat(17 * MIB)}"}\n${LINES[77]}\n`;
  const folder = makeFolder({ 'a.ndjson': text, 'a.ndjson.gz': gzipSync(text) });
  const [plain, packed] = await Promise.all(
    ['a.ndjson', 'a.ndjson.gz'].map((name) => checkAll(planFile(join(folder, name)))),
  );
  expect(packed).toEqual(plain);
  expect(plain?.map(outline).filter((each) => each.length > 0)).toEqual([
    ['wrong_type 1:101', 'line_too_long 2:1'],
    ['wrong_type 1:101'],
  ]);
  expect(plain?.reduce((sum, { lines }) => sum + lines, 0)).toBe(3);
});

test.skipIf(process.platform === 'win32')('a pipe is read to its end', async () => {
  const folder = makeFolder({ 'b.ndjson': NDJSON });
  execFileSync('sh', ['-c', 'mkfifo pipe.ndjson; cat b.ndjson > pipe.ndjson &'], {
    cwd: folder,
    stdio: 'ignore',
  });
  const plan = planFile(join(folder, 'pipe.ndjson'));
  expect(plan.kind).toBe('stream');
  expect(await checkAll(plan)).toEqual(await checkAll(planFile(join(folder, 'b.ndjson'))));
});

test.each<[InputForm, string, string, string]>([
  ['json', 'a.ndjson', `${SHORT}\n`, 'not_json 2:1'],
  ['ndjson', 'a.json', '[\n{}\n]', 'not_json 1:2'],
  ['har', 'a.ndjson', '{}', 'har_entry_invalid 1:1'],
])('--as %s says more than the name %s', async (as, name, text, finding) => {
  const folder = makeFolder({ [name]: text });
  const [result] = await checkAll(planFile(join(folder, name), as), as);
  expect(result && outline(result)[0]).toBe(finding);
});

test('a fault of the program is not taken for a damaged file', () => {
  expect(isDamage(new RangeError('Invalid array length'))).toBe(false);
  expect(isDamage(Object.assign(new Error('x'), { code: 'Z_DATA_ERROR' }))).toBe(true);
});

test('S2: a fault of our own is thrown, and is never told as a fault of the file', async () => {
  const failing = async function* (): AsyncGenerator<Uint8Array, void> {
    yield Buffer.from('{}');
    throw new RangeError('Invalid array length');
  };
  await expect(readAll(planStream({ input: 0, name: 'a.json' }, failing))).rejects.toThrow(RangeError);
});

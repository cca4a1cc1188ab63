import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HistoryReader } from '../../../src/core/history/history.ts';
import { openHistory } from '../../../src/io/history/open-history.ts';
import { openHistoryReader } from '../../../src/io/history/open-reader.ts';
import { recoverHistory } from '../../../src/io/history/recover.ts';
import { makeFolder } from '../../harness/folder.ts';
import { makeCapture } from './captures.ts';
import { COUNT, type Files, type KeptParts, makeSound, placeFiles, plain } from './damage.ts';
import { DAMAGES } from './twenty-damages.ts';

/** Made once: every damage is done to a copy. */
const SOUND = { open: await makeSound('open'), closed: await makeSound('closed') };
const NOW = new Date('2026-11-22T11:40:08.123Z');
const DAMAGED = 'history.db.damaged-2026-11-22T11-40-08-123Z';

type Damage = (files: Files) => Files;
const noHeader: Damage = ({ file, log }) => ({ file: Buffer.from(file).fill(0, 0, 100), log });
/** The page with a delivery from the middle. */
const noMiddle: Damage = ({ file, log }) => {
  const page = Math.floor(file.indexOf('note 77') / 4_096) * 4_096;
  return { file: Buffer.from(file).fill(0, page, page + 4_096), log };
};

test.each<[string, 'open' | 'closed', Damage]>([
  ['a zeroed header', 'open', noHeader],
  [
    'a page of tables full of noise',
    'open',
    ({ file, log }) => ({ file: Buffer.from(file).fill(7, 0, 4_096), log }),
  ],
  ['a zeroed page in the middle', 'closed', noMiddle],
  ['half of its pages', 'open', ({ file, log }) => ({ file: file.subarray(0, file.length / 2 + 5), log })],
  ['no byte in its file but a log', 'open', ({ log }) => ({ file: Buffer.alloc(0), log })],
  [
    'no version in its header',
    'closed',
    ({ file, log }) => ({ file: Buffer.from(file).fill(0, 60, 64), log }),
  ],
])('a history with %s is made anew of what can be read', async (_, state, damage) => {
  const { stored, ...files } = SOUND[state];
  const path = placeFiles(damage(files));
  await expect(addTo(path)).rejects.toMatchObject({
    code: 'history_damaged',
    hint: `Run fp-webhooks history recover --history '${path}': it saves all that can be read.`,
  });
  const damaged = readFileSync(path);
  const { recovered, damagedPath } = recoverHistory(path, NOW);
  expect(recovered).toBeGreaterThanOrEqual(COUNT.late);
  expect(damagedPath).toBe(join(dirname(path), DAMAGED));
  expect(readFileSync(damagedPath ?? '').equals(damaged)).toBe(true);
  await addTo(path);
  const reader = await openHistoryReader(path);
  const kept = Array.from(reader?.find({}) ?? [], plain).filter(({ capture }) => stored.has(capture.id));
  expect(kept).toHaveLength(recovered);
  expect(kept.map(({ capture }) => capture.delivery)).toEqual(
    kept.map(({ capture }) => stored.get(capture.id)?.capture.delivery),
  );
  expect(statSync(path).mode & 0o777).toBe(0o600);
  await reader?.close();
});

test('a history without its header is left as it is by those who want to use it, and so is its log', async () => {
  const files = noHeader(SOUND.open);
  const path = placeFiles(files);
  await expect(addTo(path)).rejects.toMatchObject({ code: 'history_damaged' });
  await expect(openHistoryReader(path)).rejects.toMatchObject({ code: 'history_damaged' });
  expect(readFileSync(path).equals(files.file)).toBe(true);
  const { damagedPath } = recoverHistory(path, NOW);
  expect(readFileSync(`${damagedPath}-wal`).equals(files.log)).toBe(true);
});

/** Adds one more delivery, whatever that finds out. */
async function addTo(path: string): Promise<void> {
  const history = await openHistory(path);
  try {
    Array.from(history.find({}));
    await history.add(makeCapture(900));
  } finally {
    await history.close();
  }
}

test('a history with nothing wrong is left as it is', async () => {
  const path = placeFiles(SOUND.closed);
  const before = readFileSync(path);
  expect(recoverHistory(path, NOW)).toEqual({ recovered: COUNT.all, unreadable: 0 });
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a delivery whose body has changed is found out when it is read, and is left out of the new history', async () => {
  const { file, log } = SOUND.closed;
  const damaged = Buffer.from(file);
  const at = damaged.indexOf('note 77');
  damaged.write('NOTE', at);
  const path = placeFiles({ file: damaged, log });
  const reader = await openHistoryReader(path);
  expect(() => Array.from(reader?.find({}) ?? [])).toThrow(
    expect.objectContaining({ code: 'history_damaged' }),
  );
  await reader?.close();
  expect(recoverHistory(path, NOW)).toMatchObject({ recovered: COUNT.all - 1, unreadable: 1 });
});

test('a listener goes on in the new history', async () => {
  const { file, log } = SOUND.closed;
  const damaged = Buffer.from(file);
  damaged.write('NOTE', damaged.indexOf('note 77'));
  const path = placeFiles({ file: damaged, log });
  const listener = await openHistory(path);
  await listener.add(makeCapture(901));
  recoverHistory(path, NOW);
  await listener.add(makeCapture(902));
  const reader = await openHistoryReader(path);
  expect(idsOf(reader).slice(0, 2)).toEqual([makeCapture(902).id, makeCapture(901).id]);
  expect(idsOf(reader)).toHaveLength(COUNT.all - 1 + 2);
  await reader?.close();
  await listener.close();
});

function idsOf(reader: HistoryReader | undefined): readonly string[] {
  return Array.from(reader?.find({}) ?? [], ({ capture }) => capture.id);
}

test('while another process writes nothing is touched', async () => {
  const path = placeFiles(noMiddle(SOUND.closed));
  const other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE');
  expect(() => recoverHistory(path, NOW, 50)).toThrow(expect.objectContaining({ code: 'history_locked' }));
  other.close();
  expect(namesBeside(path)).toEqual(['history.db']);
});

test.each<[string, string]>([
  ['of something else', 'A=1\n'],
  ['without a byte', ''],
])('a file %s is refused and left as it is', (_, content) => {
  const path = join(makeFolder({ 'x.db': content }), 'x.db');
  expect(() => recoverHistory(path, NOW)).toThrow(expect.objectContaining({ code: 'file_unreadable' }));
  expect(readFileSync(path, 'utf8')).toBe(content);
  expect(namesBeside(path)).toEqual(['x.db']);
});

test('without a file there is nothing to recover', () => {
  expect(() => recoverHistory(join(makeFolder(), 'none.db'), NOW)).toThrow(
    expect.objectContaining({ code: 'file_unreadable' }),
  );
});

test('when the new history cannot be put in its place nothing has changed', async () => {
  const files = noHeader(SOUND.open);
  const path = placeFiles(files);
  writeFileSync(join(dirname(path), DAMAGED), 'in the way');
  expect(() => recoverHistory(path, NOW)).toThrow(expect.objectContaining({ code: 'file_unwritable' }));
  expect(readFileSync(path).equals(files.file)).toBe(true);
  expect(readFileSync(`${path}-wal`).equals(files.log)).toBe(true);
  expect(namesBeside(path)).toEqual(['history.db', DAMAGED]);
});

test('of a log with a wrong byte what was written before it is read', async () => {
  const { file, log } = SOUND.open;
  const path = placeFiles({ file, log: Buffer.from(log).fill(0, log.length / 4, log.length / 4 + 9) });
  const { recovered } = recoverHistory(path, NOW);
  expect(recovered).toBeGreaterThanOrEqual(COUNT.all - COUNT.late);
});

/** The files there are, but for those of SQLite for the ones that are at work. */
function namesBeside(path: string): readonly string[] {
  return readdirSync(dirname(path)).filter(
    (name) => !/-(?:shm|wal)$/.test(name) || name.startsWith(`${basename(path)}.`),
  );
}

test('a history whose pages another program has made larger is left as it is', () => {
  const { stored, ...files } = SOUND.closed;
  const path = placeFiles(files);
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = DELETE; PRAGMA page_size = 8192; VACUUM');
  database.close();
  expect(recoverHistory(path, NOW)).toEqual({ recovered: stored.size, unreadable: 0 });
});

test.each(DAMAGES)('of a history with $name nearly all is recovered', async ({ state, damage, least }) => {
  const path = placeFiles(damage(SOUND[state]));
  const { recovered, unreadable } = recoverHistory(path, NOW);
  expect(await foreignIn(path, SOUND[state].stored)).toEqual([]);
  expect(recovered).toBeGreaterThanOrEqual(Math.floor(least * COUNT.all));
  expect(recovered + unreadable).toBeLessThanOrEqual(COUNT.all);
});

/** Deliveries that were never stored: another body, an answer to something else, a delivery made up. */
async function foreignIn(path: string, stored: ReadonlyMap<string, KeptParts>) {
  const reader = await openHistoryReader(path);
  const kept = Array.from(reader?.find({}) ?? [], plain);
  await reader?.close();
  return kept.filter((each) => !isPartOf(each, stored.get(each.capture.id)));
}

function isPartOf({ capture, diagnosis }: KeptParts, whole: KeptParts | undefined): boolean {
  if (whole === undefined) return false;
  const { answer, forwardings = [], ...rest } = capture;
  const { answer: wholeAnswer, forwardings: all = [], ...wholeRest } = whole.capture;
  const texts = all.map((each) => JSON.stringify(each));
  return (
    JSON.stringify(rest) === JSON.stringify(wholeRest) &&
    (answer === undefined || JSON.stringify(answer) === JSON.stringify(wholeAnswer)) &&
    (diagnosis === undefined || JSON.stringify(diagnosis) === JSON.stringify(whole.diagnosis)) &&
    forwardings.every((each) => texts.includes(JSON.stringify(each)))
  );
}

test('two zeroed leaves lose what was in them and nothing between them, also when no index is left', async () => {
  const { file } = SOUND.closed;
  const pages = ['note 85', 'note 105'].map((note) => Math.floor(file.indexOf(note) / 4_096) * 4_096);
  const damaged = Buffer.from(file);
  for (const page of [...pages, 3 * 4_096, 4 * 4_096, 5 * 4_096]) damaged.fill(0, page, page + 4_096);
  const path = placeFiles({ file: damaged, log: Buffer.alloc(0) });
  const { recovered } = recoverHistory(path, NOW);
  expect(recovered).toBeGreaterThan(COUNT.all - 20);
  expect(recovered).toBeLessThan(COUNT.all);
});

const anyFlips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
  minLength: 1,
  maxLength: 40,
});
/** Rows of one page, which a single byte can make unreadable. */
const MOST_ROWS_OF_A_PAGE = 10;

test('whatever bytes of the file are wrong, nothing is recovered that was not stored, and each loses few', async () => {
  await fc.assert(
    fc.asyncProperty(anyFlips, async (flips) => {
      const { file, log, stored } = SOUND.closed;
      const damaged = Buffer.from(file);
      for (const [at, mask] of flips)
        damaged[at % damaged.length] = (damaged[at % damaged.length] ?? 0) ^ mask;
      const path = placeFiles({ file: damaged, log });
      const { recovered } = recoverHistory(path, NOW);
      expect(await foreignIn(path, stored)).toEqual([]);
      expect(recovered).toBeGreaterThanOrEqual(COUNT.all - MOST_ROWS_OF_A_PAGE * flips.length);
      expect(recovered).toBeLessThanOrEqual(COUNT.all);
    }),
    { numRuns: 12 },
  );
});

test('of noise nothing is recovered', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 10_000 }), (noise) => {
      const path = placeFiles({ file: Buffer.from(noise), log: Buffer.from(noise) });
      expect(() => recoverHistory(path, NOW)).toThrow(expect.objectContaining({ code: 'file_unreadable' }));
    }),
    { numRuns: 40 },
  );
});

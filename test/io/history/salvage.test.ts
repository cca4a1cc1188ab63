import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type SalvagedDelivery, salvage } from '../../../src/core/history/salvage/salvage.ts';
import { openPages } from '../../../src/io/history/pages.ts';
import { volume } from '../../harness/volume.ts';
import { COUNT, type Files, makeSound, placeFiles, plain, type Sound } from './damage.ts';

const sounds: { open?: Sound; closed?: Sound } = {};
// The two are only read.
beforeAll(async () => {
  sounds.open = await makeSound('open');
  sounds.closed = await makeSound('closed');
});

function sound(state: 'open' | 'closed'): Sound {
  const made = sounds[state];
  if (made === undefined) throw new Error('It is made before all tests.');
  return made;
}

interface Result {
  readonly kept: readonly SalvagedDelivery[];
  readonly recovered: number;
  readonly unreadable: number;
}

function salvageFiles(files: Files): Result {
  const pages = openPages(placeFiles(files));
  const { kept, ...counts } = salvage(pages);
  const result = { ...counts, kept: Array.from(kept(), plain) };
  pages.close();
  return result;
}

/** What came out that was never put in: another body, an answer to something else, a thing made up. */
function foreignIn({ kept }: Result, { stored }: Sound): readonly SalvagedDelivery[] {
  return kept.filter((each) => !isPartOf(each, stored.get(each.capture.id)));
}

function isPartOf({ capture, diagnosis }: SalvagedDelivery, whole: SalvagedDelivery | undefined): boolean {
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

test.each(['open', 'closed'] as const)(
  'of a sound history that is %s all is read, and nothing that was removed',
  (state) => {
    const { file, log, stored } = sound(state);
    const result = salvageFiles({ file, log });
    expect(result).toMatchObject({ recovered: COUNT.all, unreadable: 0 });
    expect(new Map(result.kept.map((each) => [each.capture.id, each]))).toEqual(stored);
  },
);

test.each<[string, (files: Files) => Files]>([
  ['whose header is zeroed', ({ file, log }) => ({ file: Buffer.from(file).fill(0, 0, 100), log })],
  [
    'whose page of tables is noise',
    ({ file, log }) => ({ file: Buffer.from(file).fill(0xa5, 0, 4_096), log }),
  ],
  ['that lost its log', ({ file }) => ({ file, log: Buffer.alloc(0) })],
])('of a closed history %s all is read', (_, damage) => {
  const result = salvageFiles(damage(sound('closed')));
  expect(result).toMatchObject({ recovered: COUNT.all, unreadable: 0 });
  expect(foreignIn(result, sound('closed'))).toEqual([]);
});

test('of a listener that was killed the log is read, also when the file is gone', () => {
  const result = salvageFiles({ file: Buffer.alloc(0), log: sound('open').log });
  expect(result.recovered).toBeGreaterThanOrEqual(COUNT.late);
  expect(foreignIn(result, sound('open'))).toEqual([]);
});

test('the log is read, too, when its header is zeroed', () => {
  const { file, log } = sound('open');
  expect(salvageFiles({ file, log: Buffer.from(log).fill(0, 0, 32) }).recovered).toBe(COUNT.all);
});

test.each([20, 35, 50])('of a file that is cut off in page %d the rest is read', (pages) => {
  const { file } = sound('closed');
  const result = salvageFiles({ file: file.subarray(0, pages * 4_096 + 77), log: Buffer.alloc(0) });
  expect(result.recovered).toBeGreaterThan(pages / 4);
  expect(foreignIn(result, sound('closed'))).toEqual([]);
});

test('zeroed pages lose what was in them, and that is counted', () => {
  const { file } = sound('closed');
  const damaged = Buffer.from(file);
  let zeroed = 0;
  // Every leaf of the deliveries, of which the rows begin with an id.
  for (let at = 0; at < damaged.length && zeroed < 3; at += 4_096) {
    if (damaged[at] !== 0x0d || !damaged.subarray(at, at + 4_096).includes('"method":"POST"')) continue;
    damaged.fill(0, at, at + 4_096);
    zeroed += 1;
  }
  const result = salvageFiles({ file: damaged, log: Buffer.alloc(0) });
  expect(zeroed).toBe(3);
  expect(result.recovered).toBeLessThan(COUNT.all);
  expect(result.recovered + result.unreadable).toBe(COUNT.all);
});

const anyFlips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
  minLength: 1,
  maxLength: 40,
});

function flip(bytes: Buffer, flips: readonly (readonly [number, number])[]): Buffer {
  const copy = Buffer.from(bytes);
  for (const [at, mask] of flips) copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ mask;
  return copy;
}

test('whatever bytes are wrong, nothing is read that was not stored, and each loses few', () => {
  fc.assert(
    fc.property(anyFlips, fc.constantFrom('open' as const, 'closed' as const), (flips, state) => {
      const whole = sound(state);
      const log = whole.log.length === 0 ? whole.log : flip(whole.log, flips);
      const result = salvageFiles({ file: flip(whole.file, flips), log });
      expect(foreignIn(result, whole)).toEqual([]);
      // A byte of the log is another one than that of the file, and may send a page to the place of another.
      const hits = state === 'open' ? 3 * flips.length : flips.length;
      expect(result.recovered).toBeGreaterThanOrEqual(COUNT.all - hits);
      expect(result.recovered).toBeLessThanOrEqual(COUNT.all);
    }),
    { numRuns: volume(8, 30) },
  );
});

test('of noise nothing is read, and it does not take for ever', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 10_000 }), (noise) => {
      expect(salvageFiles({ file: Buffer.from(noise), log: Buffer.from(noise) }).recovered).toBe(0);
    }),
    { numRuns: volume(12, 40) },
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findNumberLoss, type NumberLoss } from '../../../../src/core/validation/rules/number-text.ts';
import { volume } from '../../../harness/volume.ts';

test.each([
  ['12345678901234567890', true],
  ['9007199254740993', true],
  ['9007199254740992', false],
  ['-9007199254740993', true],
  ['0.1e400', true],
  ['1e-400', true],
  ['0.1000000000000000055', true],
  ['1.0', false],
  ['1e2', false],
  ['1E+2', false],
  ['100e-2', false],
  ['-0', false],
  ['0e999', false],
  ['0.30000000000000004', false],
  ['1.7976931348623157e308', false],
  ['5e-324', false],
  ['4e-324', true],
  ['123456789012345000000000', false],
])('that JavaScript cannot hold %s is %s', (text, expected) => {
  expect(findNumberLoss(text) !== undefined).toBe(expected);
});

test.each<[string, NumberLoss]>([
  ['12345678901234567890', { kind: 'digits', first: 18, count: 20 }],
  ['-9007199254740993', { kind: 'digits', first: 16, count: 16 }],
  ['0.001000000000000000055', { kind: 'digits', first: 18, count: 19 }],
  ['1.000000000000000055e2', { kind: 'digits', first: 18, count: 19 }],
  ['99999999999999999999', { kind: 'digits', first: 1, count: 20 }],
  ['1152921504606846976', { kind: 'written', count: 19 }],
  ['1152921504606846977', { kind: 'digits', first: 19, count: 19 }],
  ['-1267650600228229401496703205376', { kind: 'written', count: 31 }],
  ['0.1000000000000000055511151231257827021181583404541015625', { kind: 'written', count: 55 }],
  ['0.1e400', { kind: 'overflow' }],
  ['-1e-400', { kind: 'underflow' }],
])('what is lost of %s is told: %j', (text, loss) => {
  expect(findNumberLoss(text)).toEqual(loss);
});

test('the digits before the one that is told are those that JavaScript reads, and that one is not', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 10n ** 15n, max: 10n ** 40n }), (whole) => {
      const text = String(whole);
      const loss = findNumberLoss(text);
      if (loss?.kind !== 'digits' || loss.first === 1) return;
      const read = String(BigInt(Number(whole)));
      expect(loss.count).toBe(text.length);
      expect(read.slice(0, loss.first - 1)).toBe(text.slice(0, loss.first - 1));
      expect(read[loss.first - 1]).not.toBe(text[loss.first - 1]);
    }),
    { numRuns: volume(100, 1_000) },
  );
});

test('every number that JavaScript writes is one that it can hold', () => {
  const anyDouble = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(anyDouble, (number) => findNumberLoss(JSON.stringify(number)) === undefined),
    { numRuns: volume(100, 2_000) },
  );
});

test('of whole numbers those are imprecise that come back as others', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (whole) => {
      expect(findNumberLoss(String(whole)) !== undefined).toBe(
        BigInt(Number(whole)) !== whole && toWritten(whole) !== String(whole),
      );
    }),
    { numRuns: volume(100, 2_000) },
  );
});

/** What JavaScript makes of the number, as whole digits. */
function toWritten(whole: bigint): string {
  return Number(whole).toLocaleString('fullwide', { useGrouping: false, maximumSignificantDigits: 17 });
}

test('a number of a megabyte is read at once', () => {
  for (const text of ['1'.repeat(1_000_000), `1${'0'.repeat(1_000_000)}`, `0.${'0'.repeat(1_000_000)}1`])
    expect(findNumberLoss(text) !== undefined).toBe(true);
  expect(findNumberLoss(`1.${'0'.repeat(1_000_000)}`)).toBeUndefined();
});

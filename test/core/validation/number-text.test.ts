import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isImprecise } from '../../../src/core/validation/number-text.ts';

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
  expect(isImprecise(text)).toBe(expected);
});

test('every number that JavaScript writes is one that it can hold', () => {
  const anyDouble = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(anyDouble, (number) => isImprecise(JSON.stringify(number)) === false),
    { numRuns: 2_000 },
  );
});

test('of whole numbers those are imprecise that come back as others', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (whole) => {
      expect(isImprecise(String(whole))).toBe(
        BigInt(Number(whole)) !== whole && toWritten(whole) !== String(whole),
      );
    }),
    { numRuns: 2_000 },
  );
});

/** What JavaScript makes of the number, as whole digits. */
function toWritten(whole: bigint): string {
  return Number(whole).toLocaleString('fullwide', { useGrouping: false, maximumSignificantDigits: 17 });
}

test('a number of a megabyte is read at once', () => {
  for (const text of ['1'.repeat(1_000_000), `1${'0'.repeat(1_000_000)}`, `0.${'0'.repeat(1_000_000)}1`])
    expect(isImprecise(text)).toBe(true);
  expect(isImprecise(`1.${'0'.repeat(1_000_000)}`)).toBe(false);
});

import fc from 'fast-check';

const SURROGATES = { first: 0xd800, count: 0x800 };

/**
 * Any character, as the unit of `fc.string`. It is what fast-check calls `binary`, whose table of a million characters
 * takes two seconds to make, which every worker of the tests would do.
 */
export const CODE_POINT = fc
  .integer({ min: 0, max: 0x10ffff - SURROGATES.count })
  .map(
    (number) => String.fromCodePoint(number < SURROGATES.first ? number : number + SURROGATES.count),
    toNumber,
  );

function toNumber(text: unknown): number {
  const point = typeof text === 'string' ? text.codePointAt(0) : undefined;
  if (point === undefined || text !== String.fromCodePoint(point))
    throw new Error('It is not one character.');
  return point < SURROGATES.first ? point : point - SURROGATES.count;
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findShard, isOwned, ownedParts } from '../../../../src/core/validation/shards/sharing.ts';

test.each([
  ['1/1', { index: 1, of: 1 }],
  ['2/8', { index: 2, of: 8 }],
  ['1000/1000', { index: 1_000, of: 1_000 }],
])('%s is a shard', (text, shard) => {
  expect(findShard(text)).toEqual(shard);
});

test.each(['', '0/2', '3/2', '1/1001', '1', '1/', '/2', ' 1/2', '1/2 ', '1.5/2', '-1/2', '1/0', 'a/b'])(
  '%j is none',
  (text) => {
    expect(findShard(text)).toBeUndefined();
  },
);

const shardCount = fc.integer({ min: 1, max: 20 });
const shardsOf = (of: number) => Array.from({ length: of }, (_, index) => ({ index: index + 1, of }));

test('every input is of one shard and no other, also by the name that it has on Windows', () => {
  fc.assert(
    fc.property(fc.string(), shardCount, (name, of) => {
      const owners = shardsOf(of).filter((shard) => isOwned(name, shard));
      expect(owners).toHaveLength(1);
      expect(shardsOf(of).filter((shard) => isOwned(name.replaceAll('/', '\\'), shard))).toEqual(owners);
    }),
  );
});

test('many inputs are shared out evenly', () => {
  const counts = shardsOf(4).map(
    (shard) =>
      Array.from({ length: 4_000 }, (_, index) => `d/${index}.json`).filter((name) => isOwned(name, shard))
        .length,
  );
  for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});

test('every part of an input is of one shard, in the order of the shards, and shares differ by one part at most', () => {
  fc.assert(
    fc.property(fc.nat(1_000), shardCount, (parts, of) => {
      const shares = shardsOf(of).map((shard) => ownedParts(parts, shard));
      expect(shares[0]?.[0]).toBe(0);
      expect(shares.at(-1)?.[1]).toBe(parts);
      for (const [index, [from]] of shares.entries())
        if (index > 0) expect(from).toBe(shares[index - 1]?.[1]);
      const lengths = shares.map(([from, to]) => to - from);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
    }),
  );
});

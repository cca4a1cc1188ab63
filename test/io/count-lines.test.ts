import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countLineFeeds } from '../../src/io/count-lines.ts';
import { makeFolder } from '../harness/folder.ts';

test('the line feeds before an offset are counted, wherever the chunks of reading end', () => {
  const content = `${'x'.repeat(262_143)}\n\n${'y\n'.repeat(200_000)}`;
  const path = join(makeFolder({ a: content }), 'a');
  const offsets = fc.oneof(fc.nat(content.length), fc.constantFrom(0, 262_143, 262_144, 262_145, 524_288));
  fc.assert(
    fc.property(offsets, (offset) => {
      expect(countLineFeeds(path, offset)).toBe(content.slice(0, offset).split('\n').length - 1);
    }),
    { numRuns: 30 },
  );
  expect(countLineFeeds(path, content.length + 9)).toBe(200_002);
});

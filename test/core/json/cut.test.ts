import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWholeCutter } from '../../../src/core/json/cut.ts';
import { cutAll, cutUp } from './cutting.ts';

test('content that is read whole is one part, of no more than may be held', () => {
  const most = 20;
  fc.assert(
    fc.property(cutUp(fc.string({ unit: 'grapheme', maxLength: 30 })), (chunks) => {
      const whole = Buffer.concat(chunks);
      const cuts = cutAll(createWholeCutter('a.json', most), chunks);
      expect(cuts).toHaveLength(1);
      const [cut] = cuts;
      const isTooLarge = whole.length > most;
      expect(cut?.column).toBe(1);
      expect(cut?.problem?.code).toBe(isTooLarge ? 'file_unreadable' : undefined);
      expect(Buffer.from(cut?.bytes ?? [])).toEqual(isTooLarge ? Buffer.of() : whole);
    }),
  );
});

test('what is too large is named, with the limit', () => {
  const [cut] = cutAll(createWholeCutter('a.json', 2 * 1_048_576), [Buffer.alloc(3 * 1_048_576)]);
  expect(cut?.problem?.message).toMatch(/^Cannot read a\.json: it is one JSON value and larger than 2 MiB\./);
});

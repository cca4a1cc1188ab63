import fc from 'fast-check';
import { decodeTime } from 'ulid';
import { expect, test } from 'vitest';
import { deriveCaptureId } from '../../../src/core/capture/from-har.ts';

test('a derived id is a ULID of its moment', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 31), fc.string(), (seconds, content) => {
      const id = deriveCaptureId(seconds * 1_000, content);
      expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
      expect(decodeTime(id)).toBe(seconds * 1_000);
    }),
  );
});

test('the same content gives the same id, and another content another one', () => {
  expect(deriveCaptureId(1_000, 'a')).toBe(deriveCaptureId(1_000, 'a'));
  expect(deriveCaptureId(1_000, 'a')).not.toBe(deriveCaptureId(1_000, 'b'));
});

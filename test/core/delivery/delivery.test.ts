import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { findBodyText, toBuffer } from '../../../src/core/bytes.ts';
import {
  findHeader,
  isSuccess,
  type RawHeaders,
  toHeaderRecord,
} from '../../../src/core/delivery/delivery.ts';
import { CODE_POINT } from '../../harness/code-point.ts';

const headers: RawHeaders = [
  ['Svix-Id', 'msg_1'],
  ['X-Many', 'a'],
  ['Empty', ''],
  ['x-many', 'b'],
  ['__proto__', 'plain'],
];

describe('findHeader', () => {
  it.each([
    ['svix-id', 'msg_1'],
    ['SVIX-ID', 'msg_1'],
    ['x-many', 'a, b'],
    ['empty', ''],
    ['svix_id', undefined],
  ])('gives for %s the value %j', (name, value) => {
    expect(findHeader(headers, name)).toBe(value);
  });
});

describe('toHeaderRecord', () => {
  it('has lower-case names, joined values and no prototype', () => {
    const record = toHeaderRecord(headers);
    expect(Object.entries(record)).toEqual([
      ['svix-id', 'msg_1'],
      ['x-many', 'a, b'],
      ['empty', ''],
      ['__proto__', 'plain'],
    ]);
    expect(Object.getPrototypeOf(record)).toBe(null);
  });

  it('agrees with findHeader for any headers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'grapheme-ascii', maxLength: 2 }), fc.string())),
        (pairs) => {
          const record = toHeaderRecord(pairs);
          for (const [name] of pairs) expect(record[name.toLowerCase()]).toBe(findHeader(pairs, name));
        },
      ),
    );
  });
});

test('a text of a body gives back its exact bytes, and only UTF-8 has one', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.string({ unit: CODE_POINT }).map((text) => Buffer.from(text)),
      ),
      (body) => {
        const text = findBodyText(body);
        if (text === undefined)
          expect(() => new TextDecoder('utf-8', { fatal: true }).decode(body)).toThrow();
        else expect(toBuffer(body).equals(Buffer.from(text))).toBe(true);
      },
    ),
  );
});

test.each([200, 201, 204, 299])('%i is a success', (status) => {
  expect(isSuccess(status)).toBe(true);
});

test.each([null, 100, 199, 300, 304, 400, 500])('%s is none', (status) => {
  expect(isSuccess(status)).toBe(false);
});

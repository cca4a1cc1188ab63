import { expect, test } from 'vitest';
import { carryPart } from '../../../../src/core/validation/run/carry.ts';
import { createReuseWatch } from '../../../../src/core/validation/run/message-ids.ts';
import { message, part } from './sample.ts';

const seen = (key: string | number, digest = 'A') => ({
  key: String(key),
  shown: 'msg',
  digest,
  line: 1,
  column: 1,
  event: null,
});

/** Whether the last of these is told to come again with another body. */
function isTold(messages: readonly ReturnType<typeof seen>[]): boolean {
  const { findReuse } = createReuseWatch('error');
  return messages.map((each) => findReuse(each, 'a.json')).at(-1) !== undefined;
}

const SOME = Array.from({ length: 99_999 }, (_, index) => seen(index));
const MORE = Array.from({ length: 100_001 }, (_, index) => seen(-1 - index));

test('the 100,000 ids that came last are known, and older ones are forgotten in the end', () => {
  expect(isTold([seen('a'), ...SOME, seen('a', 'B')])).toBe(true);
  expect(isTold([seen('a'), ...SOME, ...MORE, seen('a', 'B')])).toBe(false);
});

test('an id that comes again is among the last once more', () => {
  expect(isTold([seen('a'), ...SOME, seen('a'), ...MORE.slice(2), seen('a', 'B')])).toBe(true);
});

test('what comes again is held against the first, also after another body', () => {
  expect(isTold([seen('a'), seen('a', 'B'), seen('a')])).toBe(false);
  expect(isTold([seen('a'), seen('a', 'B'), seen('a', 'B')])).toBe(true);
});

test('an id that is shown unmasked has the fingerprint that it has with its mask', () => {
  const id = 'order of jane.doe@mail.com';
  const reuse = (showPii: boolean) => {
    const { findReuse } = createReuseWatch('error');
    const parts = ['A', 'B'].map((digest) =>
      carryPart(part({ messages: [message(id, digest)] }), 1, showPii),
    );
    return parts.flatMap(({ messages }) => messages.map((each) => findReuse(each, 'a.ndjson')))[1];
  };
  expect(reuse(true)?.finding.message).toContain(id);
  expect(reuse(false)?.finding.message).not.toContain('jane');
  expect(reuse(true)?.steady).toBe(reuse(false)?.steady);
});

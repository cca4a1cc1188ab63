import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readContent } from '../../../src/core/events/content.ts';

const read = (text: string) => readContent(Buffer.from(text));

test('the event and the person are read from a body, as they came', () => {
  const content = read('{"event_kind":"footprint.vault.updated","fp_id":"fp_id_xyz","a":[1]}');
  expect(content).toMatchObject({ event: 'footprint.vault.updated', fpId: 'fp_id_xyz', payload: { a: [1] } });
});

test.each(['{}', '{"event_kind":1,"fp_id":null}', '{"event_kind":{}}', '[]', '"text"', 'null', '12'])(
  'a body such as %s names neither, and is still JSON',
  (text) => {
    expect(read(text)).toEqual({ payload: JSON.parse(text), event: null, fpId: null });
  },
);

test('what is not JSON has no payload', () => {
  for (const body of [Buffer.from(''), Buffer.from('a=b'), Buffer.of(0xff, 0xfe)])
    expect(readContent(body)).toEqual({ payload: undefined, event: null, fpId: null });
});

test('no body makes it throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((text) => Buffer.from(text)),
      ),
      (body) => {
        const { event, fpId } = readContent(body);
        expect([event, fpId].every((each) => each === null || typeof each === 'string')).toBe(true);
      },
    ),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeCapture } from '../../../../src/core/capture/capture.ts';
import { FORMS, type InputForm } from '../../../../src/core/json/cut.ts';
import { createContentCutter } from '../../../../src/core/json/cut-content.ts';
import type { Part } from '../../../../src/core/validation/parts/part.ts';
import { volume } from '../../../harness/volume.ts';
import { sample } from '../../capture/cases.ts';
import { check } from './checking.ts';

const SIZES = { partBytes: 64, longestBytes: 700 };
const EVENT =
  '{"event_kind":"footprint.user.manual_review","fp_id":"fp_id_x","is_live":true,"timestamp":"2025-05-05T10:00:00Z"}';
const PIECES = [
  ...[
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '"',
    '\\',
    '\n',
    '\r\n',
    ' ',
    '\0',
    'é',
    '😀',
    '\ufeff',
    'null',
    '1e999',
    '"a":',
  ],
  EVENT,
  encodeCapture(sample),
  encodeCapture(sample).slice(0, 60),
  `{"eventType":"a","payload":${EVENT}}`,
  `{"data":[${EVENT}],"done":true}`,
  '{"log":{"entries":[{"request":{"method":"POST","url":"http://a","postData":{"text":"{}"}}}]}}',
  `{"a":"${'x'.repeat(800)}"}`,
];
const text = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 30 })
  .map((pieces) => Buffer.from(pieces.join('')));
const content = fc.oneof(
  text,
  fc.uint8Array({ maxLength: 300 }),
  fc.tuple(text, fc.uint8Array()).map(Buffer.concat),
);
const form = fc.option(fc.constantFrom<InputForm>(...FORMS), { nil: undefined });

function cut(chunks: readonly Uint8Array[], name: string, as: InputForm | undefined): readonly Part[] {
  const cutter = createContentCutter({ name, as }, SIZES);
  const cuts = [...chunks.flatMap((chunk) => cutter.push(chunk)), ...cutter.end()];
  return cuts.map((each, part) => ({ input: 0, part, name, form: cutter.form(), ...each }));
}

function inOrder(places: readonly number[]): readonly number[] {
  const pairs = Array.from({ length: places.length / 2 }, (_, index) =>
    places.slice(2 * index, 2 * index + 2),
  );
  return pairs.sort(([line = 0, column = 0], [row = 0, at = 0]) => line - row || column - at).flat();
}

test('whatever an input holds, something is said of it, at places in it, and the same in chunks of any length', async () => {
  await fc.assert(
    fc.asyncProperty(content, fc.constantFrom('a.json', 'a.ndjson'), form, async (bytes, name, as) => {
      const parts = cut([bytes], name, as);
      const results = await Promise.all(parts.map((part) => check(part, as)));
      const byBytes = cut(
        Array.from(bytes, (byte) => Uint8Array.of(byte)),
        name,
        as,
      );
      expect(await Promise.all(byBytes.map((part) => check(part, as)))).toEqual(results);
      for (const { lines, groups } of results) {
        for (const { places } of groups) {
          expect(places).toEqual(inOrder(places));
          expect(places.every((number) => Number.isInteger(number) && number >= 1)).toBe(true);
          expect(places.filter((_, index) => index % 2 === 0).every((line) => line <= lines + 1)).toBe(true);
        }
      }
    }),
    { numRuns: volume(80, 400) },
  );
});

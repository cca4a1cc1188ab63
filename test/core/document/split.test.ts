import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCapture } from '../../../src/core/capture/decode.ts';
import { encodeCapture } from '../../../src/core/capture/encode.ts';
import { splitDocument } from '../../../src/core/document/split.ts';
import { sample } from '../capture/cases.ts';

const CAPTURE = encodeCapture(sample);

function split(text: string, file = 'a.json') {
  return [...splitDocument(text, file, decodeCapture)];
}

/** The kinds with the line on which each begins. */
function outline(text: string, file?: string): string[] {
  return split(text, file).map(({ kind, source }) => [kind, source.startLine, ...source.root].join(' '));
}

test.each<[string, string, string, string[]]>([
  ['a value over several lines', 'a.json', '\n{\n"a": 1\n}\n', ['payload 1']],
  ['an array', 'a.json', '[{}, 1, {}]', ['payload 1 0', 'payload 1 1', 'payload 1 2']],
  ['an empty array', 'a.json', '[]', []],
  ['white space', 'a.json', ' \r\n\t', []],
  ['nothing', 'a.ndjson', '', []],
  ['one value a line, by its content', 'a.json', '{}\n\n{}\r\n', ['payload 1', 'payload 3']],
  ['one value a line, by the ending', 'a.NDJSON', '1\n"x"', ['payload 1', 'payload 2']],
  ['arrays on lines', 'a.jsonl', '[{},{}]\n[1]', ['payload 1 0', 'payload 1 1', 'payload 2 0']],
  ['a broken line among others', 'a.json', '{}\n{oops\n{}', ['payload 1', 'not_json 2', 'payload 3']],
  ['a broken first line', 'a.json', '{oops\n{}', ['not_json 1', 'payload 2']],
  ['broken JSON', 'a.json', '{\n"a": oops\n}', ['not_json 1']],
  ['a capture', 'a.json', CAPTURE, ['capture 1']],
  ['captures', 'a.txt', `${CAPTURE}\n${CAPTURE}\n`, ['capture 1', 'capture 2']],
  ['a capture laid out over lines', 'a.json', JSON.stringify(JSON.parse(CAPTURE), null, 2), ['capture 1']],
  ['captures in an array', 'a.json', `[\n${CAPTURE},{}]`, ['capture 1 0', 'payload 1 1']],
  ['a torn capture', 'a.json', `${CAPTURE}\n${CAPTURE.slice(0, 80)}`, ['capture 1', 'torn 2']],
  ['a torn capture alone', 'a.json', CAPTURE.slice(0, 80), ['torn 1']],
  [
    'a torn capture in the middle',
    'a.json',
    `${CAPTURE.slice(0, 80)}\n${CAPTURE}\n`,
    ['torn 1', 'capture 2'],
  ],
  ['a capture of a later version', 'a.json', '{"capture":2}', ['invalid_capture 1']],
  ['a payload that has a capture', 'a.json', '{"a":1,"capture":1}', ['payload 1']],
])('the records of %s (%s) are told apart', (_, file, text, expected) => {
  expect(outline(text, file)).toEqual(expected);
});

test('the values of NDJSON are those of its lines, whatever they are', () => {
  const lines = fc.array(fc.jsonValue().filter((value) => !Array.isArray(value)));
  fc.assert(
    fc.property(lines, fc.constantFrom('\n', '\r\n', '\n\n'), (values, lineEnd) => {
      const text = values.map((value) => JSON.stringify(value)).join(lineEnd);
      const entries = split(text, 'a.ndjson');
      expect(
        entries.map((entry) => (entry.kind === 'payload' ? JSON.stringify(entry.value) : entry.kind)),
      ).toEqual(values.map((value) => JSON.stringify(value)));
    }),
  );
});

test('any text is split without an error', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:1 \n\r', '{"capture":1,') }), (text) => {
      for (const file of ['a.json', 'a.ndjson']) expect(Array.isArray(split(text, file))).toBe(true);
    }),
  );
});

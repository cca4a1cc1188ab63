import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeCapture } from '../../../src/core/capture/capture.ts';
import { decodeCaptureValue } from '../../../src/core/capture/decode.ts';
import { splitDocument } from '../../../src/core/capture/records.ts';
import { sample } from './cases.ts';

const CAPTURE = encodeCapture(sample);
const PRETTY = JSON.stringify(JSON.parse(CAPTURE), null, 2);
const DEEP = '['.repeat(200_000) + ']'.repeat(200_000);

/** Text in which each character stands for one byte. */
function bytes(latin1: string): Uint8Array {
  return Buffer.from(latin1, 'latin1');
}

function split(content: string | Uint8Array, file = 'a.json') {
  return [...splitDocument(Buffer.from(content), file, decodeCaptureValue)];
}

/** The kinds with the line on which each begins. */
function outline(content: string | Uint8Array, file?: string): string[] {
  return split(content, file).map((entry) => {
    const { kind, source } = entry;
    const place = kind === 'bad_byte' ? [`${entry.bad.place.line}:${entry.bad.place.column}`] : [];
    return [kind, source.piece.startLine, ...source.root, ...place].join(' ');
  });
}

test.each<[string, string, string | Uint8Array, string[]]>([
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
  ['a capture laid out over lines', 'a.json', PRETTY, ['capture 1']],
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
  [
    'one value a line with byte order marks',
    'a.json',
    '\ufeff{}\n\ufeff{}\n{}',
    ['payload 1', 'not_json 2', 'payload 3'],
  ],
  ['a last line of a byte order mark', 'a.ndjson', '{}\n\ufeff', ['payload 1', 'not_json 2']],
  ['lines that end in CR', 'a.ndjson', '{}\r{}\r', ['not_json 1']],
  ['an array of arrays', 'a.json', '[[{}],[]]', ['payload 1 0', 'payload 1 1']],
  ['a broken array over lines', 'a.json', '[\n{"a":1}\n{"a":2}\n]', ['not_json 1']],
  ['captures laid out over lines', 'a.json', `${PRETTY}\n${PRETTY}`, ['not_json 1']],
  ['a long broken first line', 'a.json', `{"a":"${'x'.repeat(5_000_000)}\n{}`, ['not_json 1', 'payload 2']],
  ['a deep value', 'a.json', DEEP, ['payload 1 0']],
  ['a deep capture', 'a.json', `{"capture":${DEEP}}`, ['invalid_capture 1']],
  ['a deep text that ends too early', 'a.json', '['.repeat(200_000), ['not_json 1']],
  [
    'bad bytes',
    'a.json',
    bytes('{"a":"\xff",\n"b":1,\n "\xc3\xa9\xfe":2,}'),
    ['bad_byte 1 1:7', 'bad_byte 1 3:4', 'not_json 1'],
  ],
  [
    'bad bytes on lines',
    'a.ndjson',
    bytes('{"a":"\xff\xff"}\n{}\n{"\xe2\x86":1}'),
    ['bad_byte 1 1:7', 'payload 1', 'payload 2', 'bad_byte 3 3:3', 'payload 3'],
  ],
  [
    'bad bytes in an array',
    'a.json',
    bytes('[{"a":1},\n{"a":"\xff"}]'),
    ['bad_byte 1 2:7', 'payload 1 0', 'payload 1 1'],
  ],
  ['bad bytes behind U+FFFD', 'a.json', bytes('["\xef\xbf\xbd\xef\xbf"]'), ['bad_byte 1 1:4', 'payload 1 0']],
  ['a capture torn in a character', 'a.json', bytes(`${CAPTURE.slice(0, 80)}\xe2\x86`), ['torn 1']],
  [
    'a capture torn in a character, then another',
    'a.json',
    bytes(`${CAPTURE.slice(0, 80)}\xf0\x9f\x98\n{}`),
    ['torn 1', 'payload 2'],
  ],
  [
    'a torn capture with a bad byte elsewhere',
    'a.json',
    bytes(`${CAPTURE.slice(0, 80)}\xffx`),
    ['bad_byte 1 1:81', 'torn 1'],
  ],
  [
    'a line that is no capture and cut in a character',
    'a.ndjson',
    bytes('{"a":"\xe2\x86'),
    ['bad_byte 1 1:7', 'not_json 1'],
  ],
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

test('of a piece with bad bytes on every line, a hundred are told', () => {
  expect(split(bytes('["\xff"\n'.repeat(1_000))).filter(({ kind }) => kind === 'bad_byte')).toHaveLength(100);
});

test('any bytes are split without an error', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...Buffer.from('{"capture":1\n→é', 'utf8'), 0xff)), (some) => {
      for (const file of ['a.json', 'a.ndjson'])
        expect(Array.isArray(split(Uint8Array.from(some), file))).toBe(true);
    }),
  );
});

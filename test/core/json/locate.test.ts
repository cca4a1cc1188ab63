import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLocator } from '../../../src/core/json/locate.ts';
import { createPiece } from '../../../src/core/json/piece.ts';
import type { PathStep } from '../../../src/core/json/places.ts';
import { findSyntaxError } from '../../../src/core/json/scan.ts';
import { explainSyntaxError } from '../../../src/core/json/syntax-error.ts';
import { CODE_POINT } from '../../harness/code-point.ts';
import { volume } from '../../harness/volume.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

function locate(text: string, startLine = 1) {
  return createLocator(sourceOf(text, startLine));
}

function sourceOf(text: string, startLine = 1, root: readonly PathStep[] = []) {
  return { piece: createPiece(Buffer.from(text), startLine), root };
}

function pathsOf(value: Json): PathStep[][] {
  const children: [PathStep, Json][] = Array.isArray(value)
    ? [...value.entries()]
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
      : [];
  return [[], ...children.flatMap(([step, child]) => pathsOf(child).map((path) => [step, ...path]))];
}

function valueAt(value: Json, path: readonly PathStep[]): Json {
  return path.reduce<Json>((inner, step) => Object(inner)[step], value);
}

const anyJson = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: CODE_POINT }),
    fc.double({ noDefaultInfinity: true, noNaN: true }).map((number) => number + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: CODE_POINT }), tie('json'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).json;

test('the place of any path is where the text of its value begins, however the JSON is laid out', () => {
  const layout = fc.constantFrom(undefined, 1, 2, '\t');
  fc.assert(
    fc.property(
      anyJson,
      layout,
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      (value, indent, startLine, crlf) => {
        const pretty = JSON.stringify(value, null, indent);
        const text = `\n ${crlf ? pretty.replaceAll('\n', '\r\n') : pretty}\n`;
        const locator = locate(text, startLine);
        for (const path of pathsOf(value)) {
          const { line, column } = locator.placeOf(path);
          const own = locator.textOf(path);
          expect(JSON.parse(own)).toEqual(valueAt(value, path));
          const rest = text
            .split('\n')
            .slice(line - startLine)
            .join('\n')
            .slice(column - 1);
          expect(rest.startsWith(own)).toBe(true);
        }
      },
    ),
    { numRuns: volume(60, 300) },
  );
});

test('a path that is not there is placed at the nearest value that holds it', () => {
  const locator = locate('{\n  "a": { "b": [1, 2] }\n}');
  expect(locator.placeOf(['a', 'b', 1])).toEqual({ line: 2, column: 19 });
  expect(locator.placeOf(['a', 'b', 7])).toEqual({ line: 2, column: 15 });
  expect(locator.placeOf(['a', 'c', 'd'])).toEqual({ line: 2, column: 8 });
  expect(locator.placeOf(['z'])).toEqual({ line: 1, column: 1 });
});

test('of a key that stands twice the last one counts, as for JSON.parse', () => {
  expect(locate('{"a":1,"\\u0061":2}').textOf(['a'])).toBe('2');
});

test('an element of an array of records is found through its root', () => {
  const locator = createLocator(sourceOf('[{"a":1},\n {"a":2}]', 3, [1]));
  expect(locator.placeOf(['a'])).toEqual({ line: 4, column: 7 });
  expect(locator.textOf([])).toBe('{"a":2}');
});

test.each<[string, number, number, string]>([
  ['{"a": oops}', 1, 7, 'unexpected "o"'],
  ['{"a": 1,}', 1, 9, 'unexpected "}"'],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'unexpected "\\""'],
  ["{'a': 1}", 1, 2, 'unexpected "\'"'],
  ['[1 2]', 1, 4, 'unexpected "2"'],
  ['[1] x', 1, 5, 'unexpected "x"'],
  ['{"a": 1}}', 1, 9, 'unexpected "}"'],
  ['"a\\x"', 1, 3, 'unexpected "\\\\"'],
  ['["a\nb"]', 1, 4, 'unexpected "\\n"'],
  ['["\\"", "a\tb"]', 1, 10, 'unexpected "\\t"'],
  ['\u00a0{}', 1, 1, 'unexpected U+00A0'],
  ['[😀]', 1, 2, 'unexpected "😀"'],
  ['', 1, 1, 'the text ends too early'],
  ['{"a": [1, 2', 1, 12, 'the text ends too early'],
  ['{"a"', 1, 5, 'the text ends too early'],
  ['[1,\n', 2, 1, 'the text ends too early'],
  ['{"a": "abc', 1, 11, 'the text ends too early'],
  ['["\\u12', 1, 7, 'the text ends too early'],
  ['["\\u12"]', 1, 3, 'unexpected "\\\\"'],
  ['[tru', 1, 5, 'the text ends too early'],
  ['[truth]', 1, 2, 'unexpected "t"'],
  ['[nulls]', 1, 6, 'unexpected "s"'],
  ['[-', 1, 3, 'the text ends too early'],
  ['[1.]', 1, 4, 'unexpected "]"'],
  ['[1e+', 1, 5, 'the text ends too early'],
  ['[01]', 1, 3, 'unexpected "1"'],
  ['[1}', 1, 3, 'unexpected "}"'],
  ['{]', 1, 2, 'unexpected "]"'],
  ['{}\ufeff', 1, 3, 'unexpected U+FEFF'],
  ['1\r2', 1, 3, 'unexpected "2"'],
])('the syntax error of %j is at %i:%i: %s', (text, line, column, problem) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(explainSyntaxError(sourceOf(text))).toEqual({ line, column, problem });
});

test('every text that is not JSON has a syntax error inside it or at its end', () => {
  const almostJson = fc
    .tuple(anyJson, fc.nat(), fc.constantFrom('', '}', '"', '\n', ',', 'x'))
    .map(([value, at, extra]) => {
      const text = JSON.stringify(value, null, 1);
      const cut = at % (text.length + 1);
      return text.slice(0, cut) + extra + text.slice(extra === '' ? text.length : cut);
    });
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), almostJson), (text) => {
      const { line, column, problem } = explainSyntaxError(sourceOf(text));
      const lines = text.split('\n');
      expect(lines[line - 1]?.length).toBeGreaterThanOrEqual(column - 1);
      expect(problem).toMatch(/^(?:unexpected (?:"|U\+)|the text ends too early)/);
    }),
  );
});

test('what JSON.parse accepts has no syntax error, and whatever it refuses has one', () => {
  const tokens = fc.string({
    unit: fc.constantFrom(...'{}[],:" \n\t-+.019eEuntf\\\u0001\ufeff', 'true', 'null', '"a"', '"\\u00e9"'),
    maxLength: 12,
  });
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(
      fc.oneof(
        tokens,
        anyJson.map((value) => JSON.stringify(value, null, 1)),
      ),
      (text) => {
        expect(findSyntaxError(text) === undefined).toBe(isJson(text));
      },
    ),
    { numRuns: volume(100, 2_000) },
  );
});

const DEEP = 200_000;

test('values of any depth and length are located, and broken ones explained', () => {
  const deep = '['.repeat(DEEP) + ']'.repeat(DEEP);
  expect(locate(`{"a":${deep},"b":1}`).placeOf(['b'])).toEqual({ line: 1, column: 2 * DEEP + 11 });
  expect(locate(`{"a":${deep},"b":1}`).textOf(['a'])).toBe(deep);
  expect(explainSyntaxError(sourceOf(`${'[{"a":'.repeat(DEEP)}}`))).toMatchObject({ column: 6 * DEEP + 1 });
  const escapes = `{"a":"${'\\"'.repeat(volume(2_000_000, 10_000_000))}","b":1}`;
  expect(locate(escapes).placeOf(['b'])).toEqual({ line: 1, column: escapes.length - 1 });
  expect(explainSyntaxError(sourceOf(escapes.slice(0, -1)))).toMatchObject({ column: escapes.length });
});

test.each(['\n', ''])('a hundred thousand records of one piece, divided by %j, are placed', (lineEnd) => {
  const count = 100_000;
  const { piece } = sourceOf(`[${Array(count).fill('{"a":{"b":7}}').join(`,${lineEnd}`)}]`);
  for (let index = 0; index < count; index += 1) {
    const { line, column } = createLocator({ piece, root: [index] }).placeOf(['a', 'b']);
    const expected = lineEnd === '' ? [1, 14 * index + 12] : [index + 1, index === 0 ? 12 : 11];
    if (line !== expected[0] || column !== expected[1]) expect([line, column]).toEqual(expected);
  }
});

test('the keys of an object are found with their places, a repeated one as often as it stands there', () => {
  const { keysOf } = locate('{"a": 1,\n "b": {"\\u0063": [], "c": {}}, "a": 2}');
  expect(keysOf([])).toEqual([
    { key: 'a', place: { line: 1, column: 2 } },
    { key: 'b', place: { line: 2, column: 2 } },
    { key: 'a', place: { line: 2, column: 32 } },
  ]);
  expect(keysOf(['b']).map(({ key }) => key)).toEqual(['c', 'c']);
  expect(keysOf(['a'])).toEqual([]);
});

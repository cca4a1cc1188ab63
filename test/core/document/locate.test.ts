import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLocator } from '../../../src/core/document/locate.ts';
import type { PathStep } from '../../../src/core/events/finding.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

function locate(text: string, startLine = 1) {
  return createLocator({ text, startLine, root: [] });
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
    fc.string({ unit: 'binary' }),
    fc.double({ noDefaultInfinity: true, noNaN: true }).map((number) => number + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('json'), { maxKeys: 4, noNullPrototype: true }),
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
    { numRuns: 300 },
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
  expect(locate('{"a":1,"a":2}').textOf(['a'])).toBe('2');
});

test('an element of an array of records is found through its root', () => {
  const locator = createLocator({ text: '[{"a":1},\n {"a":2}]', startLine: 3, root: [1] });
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
  ['\u00a0{}', 1, 1, 'unexpected "\u00a0"'],
  ['[😀]', 1, 2, 'unexpected "😀"'],
  ['', 1, 1, 'the text ends too early'],
  ['{"a": [1, 2', 1, 12, 'the text ends too early'],
  ['{"a"', 1, 5, 'the text ends too early'],
  ['[1,\n', 2, 1, 'the text ends too early'],
  ['{"a": "abc', 1, 11, 'the text ends too early'],
])('the syntax error of %j is at %i:%i: %s', (text, line, column, problem) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(locate(text).syntaxError()).toEqual({ line, column, problem });
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
    fc.property(fc.oneof(fc.string(), almostJson), (text) => {
      const { line, column, problem } = locate(text).syntaxError();
      const lines = text.split('\n');
      expect(lines[line - 1]?.length).toBeGreaterThanOrEqual(column - 1);
      expect(problem).toMatch(/^(?:unexpected "|the text ends too early)/);
    }),
  );
});

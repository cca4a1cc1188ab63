import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMPACT, layOut } from '../../../src/core/json/layout.ts';
import { findJson, scanJson } from '../../../src/core/json/scan.ts';
import { parseTree } from '../../../src/core/json/tree.ts';
import { DEEPEST, walkJson } from '../../../src/core/json/walk.ts';

const tokensOf = (text: string, start?: number) => {
  const tokens: string[] = [];
  const error = scanJson(text, start, (kind, from, end) => {
    tokens.push(`${kind} ${text.slice(from, end)}`);
    return undefined;
  });
  return { tokens, error };
};

test('a text is read token by token', () => {
  expect(tokensOf(' {"a": [1e2, "\\"", null], "b": {}} ')).toEqual({
    tokens: [
      'open {',
      'key "a"',
      'open [',
      'number 1e2',
      'string "\\""',
      'word null',
      'close ]',
      'key "b"',
      'open {',
      'close }',
      'close }',
    ],
    error: undefined,
  });
});

test('a value is read to its end, whatever follows, and a whole text to its own', () => {
  expect(tokensOf('[1, 2] x', 4)).toEqual({ tokens: ['number 2'], error: undefined });
  expect(tokensOf('[1, 2] x')).toMatchObject({ error: 7 });
});

test('nothing more is read once the taker stops', () => {
  const seen: string[] = [];
  walkJson('{"a":1,"b":2}', 0, ({ kind, step }) => {
    seen.push(`${kind} ${step}`);
    return seen.length === 3 ? 'stop' : undefined;
  });
  expect(seen).toEqual(['key a', 'number a', 'key b']);
});

test('a tree that is laid out compactly is the compact text that was read', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      const tree = parseTree(JSON.stringify(value, null, 2));
      expect(tree && layOut(tree, COMPACT)).toBe(text);
    }),
  );
});

test('a text with one character changed has a tree exactly when it is JSON', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom('"', '{', '}', '[', ']', ',', ':', '0', 'e', ' ', ''),
      (json, at, other) => {
        const index = at % (json.length + 1);
        const text = json.slice(0, index) + other + json.slice(index + 1);
        expect(parseTree(text) !== undefined).toBe(findJson(text) !== undefined);
      },
    ),
  );
});

test('a tree has at most 200 levels', () => {
  const nest = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  expect(parseTree(nest(DEEPEST))).toBeDefined();
  expect(parseTree(nest(DEEPEST + 1))).toBeUndefined();
});

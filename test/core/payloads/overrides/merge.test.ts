import { expect, test } from 'vitest';
import { COMPACT, layOut } from '../../../../src/core/json/layout.ts';
import { demandTree, mergePatch } from '../../../../src/core/payloads/overrides/change-tree.ts';

const toTree = (text: string) => demandTree(Buffer.from(text), 'x', '');

// Source: RFC 7396, appendix A (2014), all of it.
test.each([
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', 'null', 'null'],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
  // A key that stands twice counts as for JSON.parse.
  ['{"a":{"x":1}}', '{"a":null,"a":{"y":2}}', '{"a":{"x":1,"y":2}}'],
])('%s merged with %s is %s', (target, patch, expected) => {
  expect(layOut(mergePatch(toTree(target), toTree(patch)), COMPACT)).toBe(expected);
});

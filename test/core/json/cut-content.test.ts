import { expect, test } from 'vitest';
import type { InputForm } from '../../../src/core/json/cut.ts';
import { findContainer } from '../../../src/core/json/cut-content.ts';

const SIZES = { partBytes: 8, longestBytes: 20 };
const LONG = '"xxxxxxxxxxxxxxxxx"';

test.each<[string, string, boolean, string, InputForm | undefined, string]>([
  ['what is short', '{}\n{}', true, 'a.json', undefined, 'document'],
  ['what is short so far', '{}\n{}', false, 'a.json', undefined, 'unknown'],
  ['what is called so', '', false, 'a.NDJSON', undefined, 'lines'],
  ['what is called so and said to be a value', '{}\n{}', true, 'a.jsonl', 'json', 'document'],
  ['what is said to be lines', '[1]', true, 'a.json', 'ndjson', 'lines'],
  ['what is said to be a HAR', '{}\n{}\n{}\n', false, 'a.ndjson', 'har', 'document'],
  ['two values', '{}\n{"a":1}', false, 'a.json', undefined, 'lines'],
  ['two arrays', '[1]\n[2]\n[3]', false, 'a.json', undefined, 'lines'],
  ['two values behind white space', '\ufeff\n {}\r\n\n{', false, 'a.json', undefined, 'lines'],
  ['a value and white space so far', '{"a":1}\n  ', false, 'a.json', undefined, 'unknown'],
  ['a value and white space', '{"a":1}\n  ', true, 'a.json', undefined, 'document'],
  ['a value over lines', '{\n"a":1,\n"b":2', false, 'a.json', undefined, 'document'],
  ['a broken line and a whole one', '{oops\n{"a":1}\n', false, 'a.json', undefined, 'lines'],
  ['a broken line and the last one', '{oops\n{"a":1}', true, 'a.json', undefined, 'lines'],
  ['a broken line and a part of another', '{oops\n{"a":1', false, 'a.json', undefined, 'unknown'],
  ['a line that goes on', `{"a":${LONG}`, false, 'a.json', undefined, 'unknown'],
  ['a line that goes on for too long', `{"a":${LONG}${LONG}`, false, 'a.json', undefined, 'document'],
  ['an array on a line', '[1,2,3,4,5', false, 'a.json', undefined, 'elements'],
  ['an array over lines', '[\n1,\n2,\n3', false, 'a.json', undefined, 'elements'],
  ['an array and nothing', '[1,2,3]\n  ', true, 'a.json', undefined, 'elements'],
  ['an array said to be a value', '[1]\n[2]\n[3]', false, 'a.json', 'json', 'elements'],
  ['a value said to be one', '{}\n{}\n{}\n', false, 'a.json', 'json', 'document'],
  ['white space', ' '.repeat(9), false, 'a.json', undefined, 'unknown'],
  ['much white space', ' '.repeat(50), false, 'a.json', undefined, 'document'],
])('%s', (_, text, isWhole, name, as, container) => {
  expect(findContainer({ head: Buffer.from(text), isWhole, name, as }, SIZES)).toBe(container);
});

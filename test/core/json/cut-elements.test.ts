import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createElementCutter } from '../../../src/core/json/cut-elements.ts';
import { cutAll, cutUp, show } from './cutting.ts';

const SIZES = { partBytes: 8, longestBytes: 20 };
const LONG = `"${'x'.repeat(19)}"`;

test.each<[string, string, string[]]>([
  ['one part', '[1,2]', ['1 " 1,2 "']],
  ['white space around', ' \n[1]\n ', ['1 " \\n 1 \\n "']],
  ['a byte order mark', '\ufeff[1,\n 22,3]', ['1 "\ufeff 1,\\n "', '2 "22,3 "']],
  ['elements of two parts', '[{"a":1},{"b":2}]', ['1 " {\\"a\\":1},"', '10 "{\\"b\\":2} "']],
  ['commas and brackets in strings', '["],[\\"",[1,2],3]', ['1 " \\"],[\\\\\\"\\","', '10 "[1,2],3 "']],
  ['emoji before the second part', '["😀é",123456]', ['1 " \\"😀é\\","', '8 "123456 "']],
  ['an element that is too long', `[1,${LONG},\n2]`, ['1 " 1," line_too_long +1', '1 ""', '1 ""', '1 "2 "']],
  ['a last one that is too long', `[1,${LONG}]`, ['1 " 1," line_too_long']],
  ['an end that is missing', '[1,', ['1 " 1," not_json']],
  ['a beginning only', '[', ['1 " " not_json']],
  ['an element that is cut off', '[1,{"a":', ['1 " 1,{\\"a\\":"']],
  ['a string that is cut off', '[1,"a', ['1 " 1,\\"a"']],
  ['a comma too many', '[1,]', ['1 " 1," not_json']],
  ['a rest behind the array', '[1] \nx', ['1 " 1  \\n" not_json']],
  ['a stray comma', '[,1]', ['1 " ,1 "']],
  ['an object that is not closed', '[{"a":1,\n{"b":2}]', ['1 " {\\"a\\":1,\\n"', '1 "{\\"b\\":2} "']],
  ['a string that is not closed', '["aaaa\n,22]', ['1 " \\"aaaa\\n,"', '2 "22 "']],
  [
    'much white space',
    `[1,${' '.repeat(30)}2]`,
    [`1 " 1,${' '.repeat(13)}"`, '17 "        "', '25 "        "', '33 " "', '34 "2 "'],
  ],
  ['nothing but white space', `[${' '.repeat(20)}]`, [`1 "${' '.repeat(16)}"`, '17 "      "']],
  ['many stray commas', `[${','.repeat(17)}]`, [`1 " ${','.repeat(15)}"`, '17 ",," not_json']],
  [
    'white space behind a long one',
    `["${'x'.repeat(17)}",${' '.repeat(9)}1]`,
    [`1 " \\"${'x'.repeat(17)}\\",        "`, '30 ""', '30 " "', '31 "1 "'],
  ],
  ['a bracket too many', '[{"a":1}},22]', ['1 " {\\"a\\":1}},"', '11 "22 "']],
  ['a bracket of the other kind', '[{"a":1]},2]', ['1 " {\\"a\\":1]},"', '11 "2 "']],
])('%s: an array is cut where the elements of each part end', (_, text, parts) => {
  expect(show(cutAll(createElementCutter(SIZES), [Buffer.from(text)]))).toEqual(parts);
  const bytes = Array.from(Buffer.from(text), (byte) => Uint8Array.of(byte));
  expect(show(cutAll(createElementCutter(SIZES), bytes))).toEqual(parts);
});

const piece = fc.constantFrom(
  ' '.repeat(20),
  ...'[]{},:"\\\n 1a😀'.split(/(?:)/u),
  '{"a":1}',
  '[1,2]',
  '"\\""',
  LONG,
  ',\n',
);
const arrays = fc.array(piece, { maxLength: 40 }).map((pieces) => `[${pieces.join('')}`);

test('columns behind bytes that are not UTF-8 are those of their text, in chunks of any length', () => {
  const bytes = Buffer.from(
    `["x\x80\x80\x80","\xc3\xa9\xe0\x80",${LONG.replaceAll('x', '\xe2\x82')},\n"\xf0\x9f\x98",34,56]`,
    'latin1',
  );
  const text = bytes.toString();
  const parts = cutAll(createElementCutter(SIZES), [bytes]);
  expect(parts.length).toBeGreaterThan(3);
  const last = parts.at(-1);
  const line = text.split('\n').at(-1) ?? '';
  expect(last?.column).toBe(1 + line.length - Buffer.from(last?.bytes ?? []).toString().length);
  const one = Array.from(bytes, (byte) => Uint8Array.of(byte));
  expect(show(cutAll(createElementCutter(SIZES), one))).toEqual(show(parts));
  expect(show(parts)[0]).toMatch(/^1 /);
  expect(show(parts)[1]).toMatch(/^9 /);
});

test('white space of any length between elements is not held', () => {
  const cutter = createElementCutter(SIZES);
  cutter.push(Buffer.from('[1,'));
  let held = 3;
  for (let times = 0; times < 1_000; times += 1) {
    held += 5 - cutter.push(Buffer.from(' , , ')).reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(held).toBeLessThan(3 * SIZES.partBytes);
  }
});

test('the parts are the same however long the chunks are, whatever stands in the array', () => {
  fc.assert(
    fc.property(cutUp(arrays), (chunks) => {
      const whole = [Buffer.concat(chunks)];
      expect(show(cutAll(createElementCutter(SIZES), chunks))).toEqual(
        show(cutAll(createElementCutter(SIZES), whole)),
      );
    }),
  );
});

test('the parts of an array have all of its elements', () => {
  const values = fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 20 });
  fc.assert(
    fc.property(values, fc.constantFrom(0, 2), (elements, indent) => {
      const text = JSON.stringify(elements, null, indent);
      const parts = cutAll(createElementCutter({ partBytes: 8, longestBytes: 10_000 }), [Buffer.from(text)]);
      const joined = parts.map(({ bytes }) => Buffer.from(bytes).toString()).join('');
      expect(JSON.parse(`[${joined}]`)).toEqual(JSON.parse(text));
      expect(parts.every(({ problem }) => problem === undefined)).toBe(true);
    }),
  );
});

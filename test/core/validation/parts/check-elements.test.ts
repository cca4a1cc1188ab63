import { expect, test } from 'vitest';
import { check, outline, toPart } from './checking.ts';

test('syntax errors and stray commas of the same words are told in their order', async () => {
  const part = toPart('\n{"a":,},\n,,{"a":,},\n,7', { form: 'elements' });
  expect(outline(await check(part))).toEqual(['not_json 2:6 3:1 3:8 4:1', 'not_an_object 4:2']);
});

test('the place of an element is behind the text of bytes that are not UTF-8', async () => {
  const bytes = Buffer.from('"\x80\x80\x80\xe2\x82", 7', 'latin1');
  expect(outline(await check(toPart(bytes, { form: 'elements' })))).toContain('not_an_object 1:9');
});

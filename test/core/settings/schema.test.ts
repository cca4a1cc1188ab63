import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parseConfig } from '../../../src/core/settings/parse-config.ts';
import { configJsonSchema } from '../../../src/core/settings/schema.ts';

const accepts = new Ajv2020({ allowUnionTypes: true }).compile(configJsonSchema());

// A secret without its prefix has the form of a name, so that only the tool itself can tell it.
test.each([
  ['{}', true],
  ['{"$schema":"x","port":0,"forward":"http://a/","event":["a","b"],"save":true,"maxBody":"1mb"}', true],
  ['{"secret":["A","B"],"secrets":{"a":"A"},"profiles":{"live":{"port":1,"secret":"C"}}}', true],
  ['{"where":[]}', true],
  ['{"prot":1}', false],
  ['{"port":"1"}', false],
  ['{"port":-1}', false],
  ['{"concurrency":0}', false],
  ['{"host":""}', false],
  ['{"secret":"A-B"}', false],
  ['{"secret":"whsec_AAAA+"}', false],
  ['{"profiles":{"live":{"$schema":"x"}}}', false],
  ['{"profiles":{"live":{"profiles":{}}}}', false],
  ['{"save":"no"}', false],
  ['[]', false],
])('the published schema and the tool agree on %s', async (text, isGood) => {
  expect(accepts(JSON.parse(text))).toBe(isGood);
  const isRead = await parseConfig(Buffer.from(text), 'f').then(
    () => true,
    () => false,
  );
  expect(isRead).toBe(isGood);
});

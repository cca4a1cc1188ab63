import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { publishedContracts } from '../scripts/published-contracts.ts';
import { publishedSchemas } from '../scripts/published-schemas.ts';

const folder = join(import.meta.dirname, '..', 'schemas');
const schemas = Object.entries(publishedSchemas());
const contracts = Object.entries(publishedContracts());

describe('the published schemas', () => {
  test('are the files under schemas, and no others', () => {
    const files = globSync('**/*.*', { cwd: folder }).filter((name) => /\.(?:json|ts)$/.test(name));
    expect(files.map((name) => name.replaceAll('\\', '/')).toSorted()).toEqual(
      [...schemas, ...contracts].map(([name]) => name).toSorted(),
    );
  });

  test.each(schemas)('%s is what the code says now: if not, run `npm run schemas`', (name, schema) => {
    expect(readFileSync(join(folder, name), 'utf8')).toBe(`${JSON.stringify(schema, null, 2)}\n`);
  });

  test.each(contracts)('%s is what the code says now: if not, run `npm run schemas`', (name, text) => {
    expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
  });

  test.each(schemas)('%s is valid JSON Schema 2020-12', (_, schema) => {
    const ajv = new Ajv2020({ allowUnionTypes: true });
    addFormats.default(ajv);
    expect(schema).toHaveProperty('$schema', 'https://json-schema.org/draft/2020-12/schema');
    expect(ajv.compile(schema)).toBeTypeOf('function');
  });
});

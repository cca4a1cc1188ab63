/** Writes the files under `schemas` anew: JSON Schemas from the zod schemas that the tool itself uses, and the events in other forms. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { publishedContracts } from './published-contracts.ts';
import { publishedSchemas } from './published-schemas.ts';

const folder = join(import.meta.dirname, '..', 'schemas');

const schemas = Object.entries(publishedSchemas()).map(
  ([name, schema]) => [name, `${JSON.stringify(schema, null, 2)}\n`] as const,
);
for (const [name, text] of [...schemas, ...Object.entries(publishedContracts())]) {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

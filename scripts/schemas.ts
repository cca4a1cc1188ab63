/** Writes the JSON Schemas under `schemas` anew from the zod schemas that the tool itself uses. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { publishedSchemas } from './published-schemas.ts';

const folder = join(import.meta.dirname, '..', 'schemas');

for (const [name, schema] of Object.entries(publishedSchemas())) {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(schema, null, 2)}\n`);
}

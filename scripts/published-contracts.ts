import { join } from 'node:path';
import { toAsyncApi } from '../src/core/contract/asyncapi.ts';
import { toOpenApi } from '../src/core/contract/openapi.ts';
import { toTypeScript } from '../src/core/contract/typescript.ts';
import { EVENTS } from '../src/core/events/catalogue.ts';
import { readExamples } from '../src/io/fixture-files.ts';

/** The events in other forms than JSON Schema: the text of every published file, by its name below `schemas`. */
export function publishedContracts(): Readonly<Record<string, string>> {
  const examples = readExamples(join(import.meta.dirname, '..'));
  return {
    'events.openapi.json': toJson(toOpenApi(EVENTS, examples)),
    'events.asyncapi.json': toJson(toAsyncApi(EVENTS, examples)),
    'events.d.ts': toTypeScript(EVENTS),
  };
}

function toJson(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

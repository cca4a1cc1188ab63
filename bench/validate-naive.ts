/** What one would write at first in place of `validate`: readline, JSON.parse and a schema of zod for each event. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { EVENTS } from '../src/core/events/catalogue.ts';
import { schemaOf } from '../src/core/events/schema.ts';

const schemas = new Map(
  EVENTS.map((event) => [
    event.kind as string,
    z.union([schemaOf(event, 'external-id'), schemaOf(event, '2025-05')]),
  ]),
);
for await (const line of createInterface({ input: createReadStream(process.argv[2] ?? '') })) {
  const value = JSON.parse(line);
  if (schemas.get(value.event_kind)?.safeParse(value).success !== true) throw new Error(line);
}

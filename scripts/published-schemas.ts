import { captureJsonSchema } from '../src/core/capture/schema.ts';
import { EVENTS } from '../src/core/events/catalogue.ts';
import { eventJsonSchema } from '../src/core/events/json-schema.ts';
import { scenarioJsonSchema } from '../src/core/scenario/schema.ts';
import { configJsonSchema } from '../src/core/settings/schema.ts';
import { recordsJsonSchema } from '../src/report/records.ts';

/** Every published schema, by its file's name below `schemas`. */
export function publishedSchemas(): Readonly<Record<string, object>> {
  const events = EVENTS.map((event) => [`events/${event.name}.json`, eventJsonSchema(event)] as const);
  return {
    'capture.v1.json': captureJsonSchema(),
    'config.v1.json': configJsonSchema(),
    'records.v1.json': recordsJsonSchema(),
    'scenario.v1.json': scenarioJsonSchema(),
    ...Object.fromEntries(events),
  };
}

import { captureJsonSchema } from '../src/core/capture/schema.ts';
import { eventsJsonSchema } from '../src/core/contract/json-schema.ts';
import { EVENTS } from '../src/core/events/catalogue.ts';
import { eventJsonSchema } from '../src/core/events/json-schema.ts';
import { scenarioJsonSchema } from '../src/core/payloads/scenario/schema.ts';
import { configJsonSchema } from '../src/core/settings/schema.ts';
import { baselineJsonSchema } from '../src/core/validation/baseline/baseline-schema.ts';
import { recordsJsonSchema } from '../src/report/records.ts';
import { driftJsonSchema } from '../src/report/validation/drift-schema.ts';
import { validationReportJsonSchema } from '../src/report/validation/report-schema.ts';

/** Every published schema, by its file's name below `schemas`. */
export function publishedSchemas(): Readonly<Record<string, object>> {
  const events = EVENTS.map((event) => [`events/${event.name}.json`, eventJsonSchema(event)] as const);
  return {
    'baseline.v1.json': baselineJsonSchema(),
    'capture.v1.json': captureJsonSchema(),
    'events.json': eventsJsonSchema(EVENTS, '2020-12'),
    'config.v1.json': configJsonSchema(),
    'drift.v1.json': driftJsonSchema(),
    'records.v1.json': recordsJsonSchema(),
    'scenario.v1.json': scenarioJsonSchema(),
    'validation-report.v1.json': validationReportJsonSchema(),
    ...Object.fromEntries(events),
  };
}

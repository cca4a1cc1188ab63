import { EVENTS } from '../events/catalogue.ts';
import type { EventDefinition } from '../events/definition.ts';
import { type JsonObject, namelessSchema } from './json-schema.ts';
import { toTypeName } from './type-name.ts';

/** A payload to show; its `event_kind` says of which event. */
export interface Example {
  readonly name: string;
  readonly payload: JsonObject;
}

/** Those of the examples that are of this event. Never throws. */
export function examplesOf({ kind }: EventDefinition, examples: readonly Example[]): readonly Example[] {
  return examples.filter(({ payload }) => payload['event_kind'] === kind);
}

/**
 * The schemas of events by name, as the `components` of a larger document have them. Each of two shapes is one of its own,
 * so that code made from the document has a name for it. Never throws.
 */
export function schemaComponents(events: readonly EventDefinition[]): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(events.flatMap((event) => Object.entries(componentsOf(event))));
}

function componentsOf(event: EventDefinition): Readonly<Record<string, JsonObject>> {
  const name = toTypeName(event);
  const { anyOf, ...schema } = namelessSchema(event);
  if (!Array.isArray(anyOf)) return { [name]: schema };
  const shapes = anyOf.map((shape, index) => [`${name}Shape${'AB'[index]}`, shape] as const);
  return {
    [name]: {
      ...schema,
      type: 'object',
      // Said again here for what tells the events apart by it without looking into the shapes.
      properties: { event_kind: { type: 'string', const: event.kind } },
      required: ['event_kind'],
      anyOf: shapes.map(([shapeName]) => reference(shapeName)),
    },
    ...Object.fromEntries(shapes),
  };
}

/** Points to one of `schemaComponents`. Never throws. */
export function reference(schemaName: string): JsonObject {
  return { $ref: `#/components/schemas/${schemaName}` };
}

/** What the document is called; the name says when it is not about all events. Never throws. */
export function contractTitle(events: readonly EventDefinition[]): string {
  return events.length === EVENTS.length
    ? 'Footprint webhooks'
    : `Footprint webhooks: ${events.map(({ name }) => name).join(', ')}`;
}

/** The revision of the documentation that is described, together with the undated one with `external_id`. */
export const CONTRACT_VERSION = '2025-05';

import { EVENTS } from '../events/catalogue.ts';
import type { EventDefinition } from '../events/definition.ts';
import { eventJsonSchema } from '../events/json-schema.ts';
import type { Draft } from './drafts.ts';
import { toTypeName } from './type-name.ts';

/** JSON as an object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Draft 7 is what many tools still read unless told otherwise. Source: ajv-cli 5.0, 2021: `--spec` is draft7 by default. */
const DRAFT_7 = 'http://json-schema.org/draft-07/schema#';

/**
 * One JSON Schema for all the events given, which are told apart by the constant in `event_kind`: exactly one fits. Where
 * they are all events of the catalogue, an event that is not in it fits as well, because it is news and no mistake.
 * Never throws.
 */
export function eventsJsonSchema(events: readonly EventDefinition[], draft: Draft): JsonObject {
  const [first, ...others] = events;
  const schema = first !== undefined && others.length === 0 ? eventJsonSchema(first) : joinSchemas(events);
  return draft === '7' ? toDraft7(schema) : schema;
}

function joinSchemas(events: readonly EventDefinition[]): JsonObject {
  const isAll = events.length === EVENTS.length;
  const definitions = events.map((event) => [toTypeName(event), namelessSchema(event)] as const);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...(isAll && { $id: 'urn:fp-webhooks:schema:events' }),
    title: 'FootprintEvent',
    description: 'The body of a Footprint webhook. Other fields and values than the known ones are allowed.',
    oneOf: [...definitions.map(([name]) => name), ...(isAll ? ['OtherEvent'] : [])].map((name) => ({
      $ref: `#/$defs/${name}`,
    })),
    $defs: { ...Object.fromEntries(definitions), ...(isAll && { OtherEvent: otherEvent(events) }) },
  };
}

/** The schema of an event as a part of a larger document, which has the dialect and the id. Never throws. */
export function namelessSchema(event: EventDefinition): JsonObject {
  const { $schema: _dialect, $id: _id, ...schema } = eventJsonSchema(event);
  return schema;
}

function otherEvent(known: readonly EventDefinition[]): JsonObject {
  return {
    title: 'An event that is not documented',
    description: 'Answer it with 2xx and do nothing.',
    type: 'object',
    properties: { event_kind: { type: 'string', not: { enum: known.map(({ kind }) => kind) } } },
    required: ['event_kind'],
  };
}

/** The keywords in use are the same in both drafts, but for the name of the definitions. */
function toDraft7({ $defs, ...schema }: JsonObject): JsonObject {
  const { oneOf } = schema;
  return {
    ...schema,
    $schema: DRAFT_7,
    ...(Array.isArray(oneOf) &&
      typeof $defs === 'object' && { oneOf: oneOf.map(toDraft7Reference), definitions: $defs }),
  };
}

function toDraft7Reference({ $ref }: { readonly $ref: string }): JsonObject {
  return { $ref: $ref.replace('#/$defs/', '#/definitions/') };
}

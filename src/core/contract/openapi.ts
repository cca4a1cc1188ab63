import type { EventDefinition } from '../events/definition.ts';
import {
  CONTRACT_VERSION,
  contractTitle,
  type Example,
  examplesOf,
  reference,
  schemaComponents,
} from './components.ts';
import {
  ANSWERS,
  DELIVERY_DESCRIPTION,
  DELIVERY_HEADERS,
  type DeliveryHeader,
  headerSchema,
} from './delivery.ts';
import type { JsonObject } from './json-schema.ts';
import { toTypeName } from './type-name.ts';

/** An OpenAPI 3.1 document with one webhook for each event: what your endpoint receives and how it answers. Never throws. */
export function toOpenApi(events: readonly EventDefinition[], examples: readonly Example[]): JsonObject {
  return {
    openapi: '3.1.0',
    info: {
      title: contractTitle(events),
      version: CONTRACT_VERSION,
      summary: 'What Footprint sends to your endpoint',
      description: DELIVERY_DESCRIPTION,
    },
    webhooks: Object.fromEntries(
      events.map((event) => [event.kind, { post: toOperation(event, examplesOf(event, examples)) }]),
    ),
    components: {
      schemas: { FootprintEvent: anyEvent(events), ...schemaComponents(events) },
      parameters: Object.fromEntries(DELIVERY_HEADERS.map((header) => [header.name, toParameter(header)])),
      responses: { Processed: { description: ANSWERS.success }, Failed: { description: ANSWERS.failure } },
    },
  };
}

function toOperation(event: EventDefinition, examples: readonly Example[]): JsonObject {
  const name = toTypeName(event);
  return {
    operationId: `on${name}`,
    summary: event.summary,
    ...(event.deprecated && {
      deprecated: true,
      description: `Deprecated in favour of ${event.deprecated.inFavourOf.join(' and ')}.`,
    }),
    parameters: DELIVERY_HEADERS.map((header) => ({ $ref: `#/components/parameters/${header.name}` })),
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: reference(name),
          ...(examples.length > 0 && {
            examples: Object.fromEntries(examples.map((each) => [each.name, { value: each.payload }])),
          }),
        },
      },
    },
    responses: {
      '2XX': { $ref: '#/components/responses/Processed' },
      default: { $ref: '#/components/responses/Failed' },
    },
  };
}

function toParameter(header: DeliveryHeader): JsonObject {
  const { name, description, isRequired } = header;
  return { name, in: 'header', description, required: isRequired, schema: headerSchema(header) };
}

function anyEvent(events: readonly EventDefinition[]): JsonObject {
  const references = events.map((event) => [event.kind, reference(toTypeName(event))] as const);
  return {
    title: 'FootprintEvent',
    description: 'Any of the documented events.',
    type: 'object',
    oneOf: references.map(([, each]) => each),
    discriminator: {
      propertyName: 'event_kind',
      mapping: Object.fromEntries(references.map(([kind, { $ref }]) => [kind, $ref])),
    },
  };
}

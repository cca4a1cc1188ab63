import type { EventDefinition } from '../events/definition.ts';
import {
  CONTRACT_VERSION,
  contractTitle,
  type Example,
  examplesOf,
  reference,
  schemaComponents,
} from './components.ts';
import { DELIVERY_DESCRIPTION, DELIVERY_HEADERS, headerSchema } from './delivery.ts';
import type { JsonObject } from './json-schema.ts';
import { toTypeName } from './type-name.ts';

/** Source: AsyncAPI bindings for HTTP, version 0.3.0, 2024. */
const BINDING_VERSION = '0.3.0';

/**
 * An AsyncAPI 3.0 document of an application that receives the events: one channel, your endpoint, whose address is not
 * known here, and one message for each event. Never throws.
 */
export function toAsyncApi(events: readonly EventDefinition[], examples: readonly Example[]): JsonObject {
  const names = events.map(toTypeName);
  return {
    asyncapi: '3.0.0',
    info: { title: contractTitle(events), version: CONTRACT_VERSION, description: DELIVERY_DESCRIPTION },
    defaultContentType: 'application/json',
    channels: {
      webhooks: {
        address: null,
        title: 'Your webhook endpoint',
        description: 'The URL that you have registered in the Footprint dashboard.',
        messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
      },
    },
    operations: {
      receiveEvent: {
        action: 'receive',
        channel: { $ref: '#/channels/webhooks' },
        summary: 'Receive one event',
        messages: names.map((name) => ({ $ref: `#/channels/webhooks/messages/${name}` })),
        bindings: { http: { method: 'POST', bindingVersion: BINDING_VERSION } },
      },
    },
    components: {
      messages: Object.fromEntries(
        events.map((event) => [toTypeName(event), toMessage(event, examplesOf(event, examples))]),
      ),
      schemas: { DeliveryHeaders: deliveryHeaders(), ...schemaComponents(events) },
    },
  };
}

function toMessage(event: EventDefinition, examples: readonly Example[]): JsonObject {
  const { kind, summary, deprecated } = event;
  return {
    name: kind,
    title: kind,
    summary,
    ...(deprecated && { description: `Deprecated in favour of ${deprecated.inFavourOf.join(' and ')}.` }),
    contentType: 'application/json',
    headers: reference('DeliveryHeaders'),
    payload: reference(toTypeName(event)),
    ...(examples.length > 0 && { examples }),
    bindings: { http: { headers: reference('DeliveryHeaders'), bindingVersion: BINDING_VERSION } },
  };
}

function deliveryHeaders(): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(
      DELIVERY_HEADERS.map((header) => [
        header.name,
        { description: header.description, ...headerSchema(header) },
      ]),
    ),
    required: DELIVERY_HEADERS.filter(({ isRequired }) => isRequired).map(({ name }) => name),
  };
}

import specs from '@asyncapi/specs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { toAsyncApi } from '../../../src/core/contract/asyncapi.ts';
import { EVENTS } from '../../../src/core/events/catalogue.ts';
import { readExamples } from '../../../src/io/fixture-files.ts';
import { PROJECT } from '../../harness/folder.ts';

const examples = readExamples(PROJECT);
const document = toAsyncApi(EVENTS, examples);
// The official schema asks for formats such as uri and email, and says more than strict mode allows.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
const isAsyncApi = ajv.compile({ ...(specs.schemasWithoutId['3.0.0'] as object) });

/** What a `$ref` within the document leads to, through further ones. */
function follow(reference: string): unknown {
  const steps = reference.slice('#/'.length).split('/');
  const found = steps.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], document);
  const next = (found as { $ref?: string } | undefined)?.$ref;
  return next === undefined ? found : follow(next);
}

test.each([[EVENTS], [EVENTS.slice(4, 5)]])('AsyncAPI of events is valid AsyncAPI 3.0', (events) => {
  expect(isAsyncApi(toAsyncApi(events, examples)) || isAsyncApi.errors).toBe(true);
  expect(isAsyncApi({ ...document, channels: { webhooks: { messages: [] } } })).toBe(false);
});

test('every reference in AsyncAPI leads somewhere', () => {
  const references = JSON.stringify(document).match(/(?<="\$ref":")[^"]+/g) ?? [];
  expect(references.length).toBeGreaterThan(20);
  for (const reference of references) expect([reference, follow(reference)]).not.toContain(undefined);
});

test('AsyncAPI receives one message for each event over POST, with headers and valid examples', () => {
  const schemas = new Ajv({ strict: false });
  const components = document['components'];
  const acceptsHeaders = schemas.compile({ components, $ref: '#/components/schemas/DeliveryHeaders' });
  expect(follow('#/operations/receiveEvent')).toMatchObject({
    action: 'receive',
    bindings: { http: { method: 'POST' } },
  });
  const { messages } = follow('#/operations/receiveEvent') as { messages: readonly { $ref: string }[] };
  const described = messages.map(({ $ref }) => follow($ref)) as readonly {
    name: string;
    payload: { $ref: string };
    examples: readonly { payload: unknown }[];
  }[];
  expect(described.map(({ name }) => name)).toEqual(EVENTS.map(({ kind }) => kind));
  for (const { name, payload, examples: shown } of described) {
    const accepts = schemas.compile({ components, $ref: payload.$ref });
    expect([name, shown.length > 0, shown.every((each) => accepts(each.payload))]).toEqual([
      name,
      true,
      true,
    ]);
    expect([name, accepts({ event_kind: name })]).toEqual([name, false]);
  }
  expect(
    acceptsHeaders({ 'svix-id': 'msg_1', 'svix-timestamp': '1614265330', 'svix-signature': 'v1,x' }),
  ).toBe(true);
  expect(acceptsHeaders({ 'svix-id': 'msg_1', 'svix-timestamp': 'now', 'svix-signature': 'v1,x' })).toBe(
    false,
  );
  expect(acceptsHeaders({ 'svix-id': 'msg_1' })).toBe(false);
});

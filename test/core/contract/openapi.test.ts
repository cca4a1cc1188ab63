import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { schemaComponents } from '../../../src/core/contract/components.ts';
import { toOpenApi } from '../../../src/core/contract/openapi.ts';
import { EVENTS } from '../../../src/core/events/catalogue.ts';
import { readExamples } from '../../../src/io/fixture-files.ts';
import { PROJECT } from '../../harness/folder.ts';
import { SHIPPED } from './fixtures.ts';

const examples = readExamples(PROJECT);
const document = toOpenApi(EVENTS, examples);
const ajv = new Ajv2020({ discriminator: true, allowUnionTypes: true });
ajv.addVocabulary(['components']);

const components = structuredClone(document['components']) as {
  readonly schemas: { readonly FootprintEvent: { readonly discriminator: { mapping?: object } } };
};
const { mapping = {} } = components.schemas.FootprintEvent.discriminator;
// Ajv tells events apart by the constants alone.
delete components.schemas.FootprintEvent.discriminator.mapping;

/** What a tool does that reads the document: it resolves a schema within it. */
const compile = (name: string) => ajv.compile({ components, $ref: `#/components/schemas/${name}` });

test.each([[EVENTS], [EVENTS.slice(4, 5)]])('OpenAPI of events is valid OpenAPI 3.1', async (events) => {
  const validator = new Validator();
  const result = await validator.validate(structuredClone({ ...toOpenApi(events, examples) }));
  expect(result).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  // References that lead nowhere are found only when they are followed.
  expect(() => validator.resolveRefs()).not.toThrow();
});

test('a validator refuses what is no OpenAPI', async () => {
  const { info: _, ...headless } = document;
  expect(await new Validator().validate({ ...headless })).toMatchObject({ valid: false });
});

test.each(EVENTS)('OpenAPI has a webhook for $name with body, headers, answers and examples', (event) => {
  const { summary, kind } = event;
  expect(document).toHaveProperty(['webhooks', kind, 'post', 'summary'], summary);
  expect(document).toHaveProperty(['webhooks', kind, 'post', 'responses', '2XX']);
  expect(document).toHaveProperty(
    ['webhooks', kind, 'post', 'parameters'],
    expect.arrayContaining(
      ['svix-id', 'svix-timestamp', 'svix-signature', 'webhook-id', 'webhook-timestamp'].map((name) => ({
        $ref: `#/components/parameters/${name}`,
      })),
    ),
  );
  const content = ['webhooks', kind, 'post', 'requestBody', 'content', 'application/json'];
  const shown = examples.filter(({ payload }) => payload['event_kind'] === kind);
  expect(shown.length).toBeGreaterThan(0);
  for (const { name, payload } of shown)
    expect(document).toHaveProperty([...content, 'examples', name, 'value'], payload);
});

test('OpenAPI marks the deprecated event and no other', () => {
  const webhooks = Object.entries(document['webhooks'] as Record<string, { post: { deprecated?: boolean } }>);
  expect(webhooks.filter(([, { post }]) => post.deprecated).map(([kind]) => kind)).toEqual([
    'footprint.onboarding.status_changed',
  ]);
});

test('the discriminator leads from each event to the schema that has it', () => {
  expect(Object.keys(mapping)).toEqual(EVENTS.map(({ kind }) => kind));
  for (const [kind, reference] of Object.entries(mapping)) {
    const name = reference.replace('#/components/schemas/', '');
    expect(schemaComponents(EVENTS)[name]).toHaveProperty('properties.event_kind.const', kind);
  }
});

test('the schemas in OpenAPI accept every fixture of an event, by its own name and by the discriminator', () => {
  const acceptsAny = compile('FootprintEvent');
  const accepts = Object.keys(schemaComponents(EVENTS)).map(compile);
  for (const { name, payload, isOfCatalogue } of SHIPPED) {
    expect([name, acceptsAny(payload)]).toEqual([name, isOfCatalogue]);
    expect([name, accepts.some((fits) => fits(payload))]).toEqual([name, isOfCatalogue]);
  }
  expect(acceptsAny({ event_kind: 'footprint.vault.updated' })).toBe(false);
});

test('each shape of the bank link is a schema of its own', () => {
  const shapes = Object.keys(schemaComponents(EVENTS)).filter((name) => name.includes('Shape'));
  expect(shapes).toEqual(['UserBankLinkUpdatedShapeA', 'UserBankLinkUpdatedShapeB']);
  const fitting = shapes.map((name) =>
    SHIPPED.filter(({ payload }) => compile(name)(payload)).map((each) => each.name),
  );
  expect(fitting[0]).toContain('user.bank_link_updated');
  expect(fitting[1]).toContain('user.bank_link_updated.shape-b');
  expect(fitting[0]?.filter((name) => fitting[1]?.includes(name))).toEqual([]);
});

test('the examples of headers are as their patterns say', () => {
  const { parameters } = components as unknown as { parameters: Record<string, { schema: object }> };
  const shown = Object.values(parameters).map(({ schema }) => {
    const { examples: values = [] } = schema as { examples?: readonly string[] };
    return values.every((value) => new Ajv2020().validate(schema, value));
  });
  expect(shown).toHaveLength(6);
  expect(shown).not.toContain(false);
});

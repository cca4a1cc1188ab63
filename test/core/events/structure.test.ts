import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENTS } from '../../../src/core/events/catalogue.ts';
import { type FieldDefinition, fieldsIn } from '../../../src/core/events/definition.ts';
import { MOST_FINDINGS } from '../../../src/core/events/finding.ts';
import { schemaOf } from '../../../src/core/events/schema.ts';
import { findFaults } from '../../../src/core/events/structure.ts';

const REVISIONS = ['2025-05', 'external-id'] as const;

/** What a field may hold: mostly what it should, else anything. */
function valueFor({ type, fields = [] }: FieldDefinition): fc.Arbitrary<unknown> {
  const right: Record<FieldDefinition['type'], () => fc.Arbitrary<unknown>> = {
    string: () => fc.string(),
    boolean: () => fc.boolean(),
    'string[]': () => fc.array(fc.string()),
    object: () => objectWith(fields),
  };
  const nearly = [fc.constant(null), fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())];
  return fc.oneof({ arbitrary: right[type](), weight: 40 }, ...nearly, fc.jsonValue());
}

/** An object with most of the fields, some unknown ones, and keys in any order. */
function objectWith(fields: readonly FieldDefinition[]): fc.Arbitrary<Record<string, unknown>> {
  const known = fields.map((field) =>
    fc
      .option(valueFor(field), { nil: undefined, freq: 30 })
      .map((value) => (value === undefined ? [] : [[field.name, value] as const])),
  );
  const unknown = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2 });
  return fc
    .tuple(
      unknown,
      fc
        .tuple(...known)
        .chain((entries) => fc.shuffledSubarray(entries.flat(), { minLength: entries.flat().length })),
    )
    .map(([others, entries]) => ({ ...others, ...Object.fromEntries(entries) }));
}

const CASES = EVENTS.flatMap((definition) => REVISIONS.map((revision) => ({ ...definition, revision })));

test.each(CASES)(
  '$name ($revision): the faults are where the zod schema has them',
  ({ revision, ...definition }) => {
    const fields = fieldsIn(definition, revision);
    const schema = schemaOf(definition, revision);
    const outcomes = { clean: 0, faulty: 0 };
    fc.assert(
      fc.property(objectWith(fields), (generated) => {
        // As it comes from a file or the wire; which event it is was decided before.
        const payload = { ...JSON.parse(JSON.stringify(generated)), event_kind: definition.kind };
        const places = findFaults(payload, fields).map(({ path }) => path);
        outcomes[places.length === 0 ? 'clean' : 'faulty'] += 1;
        const issues = schema.safeParse(payload).error?.issues ?? [];
        expect(places).toEqual(issues.map(({ path }) => path).slice(0, MOST_FINDINGS));
      }),
      { numRuns: 300 },
    );
    expect(Math.min(outcomes.clean, outcomes.faulty)).toBeGreaterThan(0);
  },
);

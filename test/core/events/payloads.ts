import fc from 'fast-check';
import type { FieldDefinition } from '../../../src/core/events/definition.ts';

/** What a field may hold: mostly what it should, else anything. */
function valueFor({ type, values, fields = [] }: FieldDefinition): fc.Arbitrary<unknown> {
  const right: Record<FieldDefinition['type'], () => fc.Arbitrary<unknown>> = {
    string: () => (values === undefined ? fc.string() : fc.oneof(fc.constantFrom(...values), fc.string())),
    boolean: () => fc.boolean(),
    'string[]': () => fc.array(fc.string()),
    object: () => objectWith(fields),
  };
  const nearly = [fc.constant(null), fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())];
  return fc.oneof({ arbitrary: right[type](), weight: 40 }, ...nearly, fc.jsonValue());
}

/** An object with most of the fields, some unknown ones, and keys in any order. */
export function objectWith(fields: readonly FieldDefinition[]): fc.Arbitrary<Record<string, unknown>> {
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

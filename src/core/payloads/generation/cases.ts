import type { EventDefinition } from '../../events/definition.ts';
import {
  type Constraint,
  type Constraints,
  constrainAll,
  constrainLeast,
  exactly,
  type FieldContext,
  type Form,
  formsOf,
  type Place,
  placesOf,
} from './form.ts';
import { layBody, padBody } from './layouts.ts';
import { canBeBusiness, makeBusinessId, makePersonId, vaultFieldsFor, writeTimestamp } from './ordinary.ts';

/** A valid payload that is worth sending, and what it is called, such as `status pass`. */
export interface Case {
  readonly name: string;
  readonly form: Form;
  readonly constraints: Constraints;
  /** Changes the body without changing the payload. */
  readonly rewrite?: (body: Uint8Array) => Uint8Array;
}

const LAYOUTS: readonly Pick<Required<Case>, 'name' | 'rewrite'>[] = [
  { name: 'spaces and a line feed at the end', rewrite: (body) => layBody(body, 'spaced') },
  { name: 'characters as escapes', rewrite: (body) => layBody(body, 'escaped') },
  { name: 'a body of 120 kB', rewrite: (body) => padBody(body, 120_000) },
  { name: 'a body of 1 MiB', rewrite: (body) => padBody(body, 1_048_576) },
];

/**
 * The cases of an event: all there is, the least there can be, each field in each way it can be, and layouts and sizes. They follow from the
 * catalogue: a new value in it is a new case. Names are unique within the event. Never throws.
 */
export function casesOf(definition: EventDefinition): readonly Case[] {
  const cases = formsOf(definition).flatMap((form): Case[] => [
    { name: `everything present${form.suffix}`, form, constraints: constrainAll(form.fields) },
    { name: `the least there can be${form.suffix}`, form, constraints: constrainLeast(form.fields) },
    ...placesOf(form.fields).flatMap((place) =>
      variationsOf(place, form).map(({ name, constraint }) => ({
        name,
        form,
        constraints: new Map([[place.key, constraint]]),
      })),
    ),
  ]);
  // These are the same for each form.
  const [form] = formsOf(definition).slice(-1);
  if (form === undefined) return cases;
  return [
    ...cases,
    ...LAYOUTS.map((layout) => ({ ...layout, form, constraints: constrainAll(form.fields) })),
  ];
}

/** One way in which a field can be, and what it is called: `status pass`, `external_id absent`. */
interface Variation {
  readonly name: string;
  readonly constraint: Constraint;
}

type Words = readonly (readonly [words: string, constraint: Constraint])[];

const LONG_TEXT = 'A long text. '.repeat(80).slice(0, 1_000);

/** Texts at the ends of what is allowed: the catalogue sets no limits. */
const TEXTS: Words = [
  ['empty', exactly('')],
  ['of one character', exactly('a')],
  ['of 1000 characters', exactly(LONG_TEXT)],
  ['beyond ASCII', exactly('Zoë 北京 😀 e\u0301')],
  ['with characters to escape', exactly('"quoted" \\ </script> \t\n\u2028')],
];

const TIMESTAMPS: Words = [
  ...[0, 1, 3, 6, 9].map((digits) => [toDigits(digits), timeWith(digits)] as const),
  ['on a leap day', exactly('2024-02-29T12:00:00Z')],
  ['at the end of a year', exactly('2025-12-31T23:59:59.999999999Z')],
];

const FIELDS: Words = [
  ['empty', exactly([])],
  ['with one name', vaultFields((names) => names.slice(0, 1))],
  ['with one name twice', vaultFields((names) => [...names.slice(0, 1), ...names.slice(0, 1)])],
  ['with every name', vaultFields((names) => names)],
];

/** The fields whose variations are not those of any text. Each payload is of the sandbox, so `is_live` has one value. */
const SPECIAL: ReadonlyMap<string, (form: Form) => Words> = new Map<string, (form: Form) => Words>([
  ['event_kind', () => []],
  ['is_live', () => []],
  ['fp_id', toSubjects],
  ['onboarding_id', () => []],
  ['playbook_key', () => []],
  ['link_id', () => []],
  ['fields', () => FIELDS],
  ['timestamp', () => TIMESTAMPS],
]);

/** Every known value of a field, its boundaries, null and absence, where it can be these. Never throws. */
function variationsOf({ key, field }: Place, form: Form): readonly Variation[] {
  const words: Words = [
    ...(field.optional || field.nullable ? [['present', { kind: 'present' }] as const] : []),
    ...(SPECIAL.get(field.name)?.(form) ?? toWords(field)),
    ...(field.nullable ? [['null', { kind: 'null' }] as const] : []),
    ...(field.optional ? [['absent', { kind: 'absent' }] as const] : []),
  ];
  return words.map(([word, constraint]) => ({ name: `${key} ${word}${form.suffix}`, constraint }));
}

function toWords({ type, values }: Place['field']): Words {
  switch (type) {
    case 'boolean':
      return [true, false].map((value) => [String(value), exactly(value)]);
    case 'string':
      return values?.map((value) => [value, exactly(value)] as const) ?? TEXTS;
    case 'string[]':
      return [['empty', exactly([])]];
    case 'object':
      // Its fields have variations of their own.
      return [];
  }
}

function toSubjects(form: Form): Words {
  const person = [
    'of a person',
    { kind: 'value', make: ({ dice }: FieldContext) => makePersonId(dice) },
  ] as const;
  const business = [
    'of a business',
    { kind: 'value', make: ({ dice }: FieldContext) => makeBusinessId(dice) },
  ] as const;
  return canBeBusiness(form) ? [person, business] : [person];
}

function toDigits(digits: number): string {
  return digits === 0
    ? 'without a fraction'
    : `with ${digits} fractional ${digits === 1 ? 'digit' : 'digits'}`;
}

function timeWith(digits: number): Constraint {
  return { kind: 'value', make: (context) => `${writeTimestamp({ ...context, digits })}Z` };
}

function vaultFields(choose: (names: readonly string[]) => readonly string[]): Constraint {
  return { kind: 'value', make: (context) => choose(vaultFieldsFor(context)) };
}

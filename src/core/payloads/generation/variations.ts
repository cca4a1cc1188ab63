import type { Form, Place } from './form.ts';
import { writeTimestamp } from './moment.ts';
import { canBeBusiness, makeBusinessId, makePersonId, vaultFieldsFor } from './ordinary.ts';
import { exactly, type Scene, type Wish } from './wish.ts';

/** One way in which a field can be, and what it is called: `status pass`, `external_id absent`. */
export interface Variation {
  readonly name: string;
  readonly wish: Wish;
}

type Words = readonly (readonly [words: string, wish: Wish])[];

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
export function variationsOf({ key, field }: Place, form: Form): readonly Variation[] {
  const words: Words = [
    ...(field.optional || field.nullable ? [['present', { kind: 'present' }] as const] : []),
    ...(SPECIAL.get(field.name)?.(form) ?? toWords(field)),
    ...(field.nullable ? [['null', { kind: 'null' }] as const] : []),
    ...(field.optional ? [['absent', { kind: 'absent' }] as const] : []),
  ];
  return words.map(([word, wish]) => ({ name: `${key} ${word}${form.suffix}`, wish }));
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
  const person = ['of a person', { kind: 'value', make: ({ dice }: Scene) => makePersonId(dice) }] as const;
  const business = [
    'of a business',
    { kind: 'value', make: ({ dice }: Scene) => makeBusinessId(dice) },
  ] as const;
  return canBeBusiness(form) ? [person, business] : [person];
}

function toDigits(digits: number): string {
  return digits === 0
    ? 'without a fraction'
    : `with ${digits} fractional ${digits === 1 ? 'digit' : 'digits'}`;
}

function timeWith(digits: number): Wish {
  return { kind: 'value', make: (scene) => `${writeTimestamp({ ...scene, digits })}Z` };
}

function vaultFields(choose: (names: readonly string[]) => readonly string[]): Wish {
  return { kind: 'value', make: (scene) => choose(vaultFieldsFor(scene)) };
}

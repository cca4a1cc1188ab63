import type { FieldDefinition } from '../../../events/definition.ts';
import { shapesOf } from '../../../events/shape.ts';
import { type Form, type Place, placesOf } from '../form.ts';
import { toBody, type Violation, withValueAt } from './violation.ts';

/** One value of every type of JSON. What is wrong with a number in place of `true` is not what is wrong with `"true"`. */
const VALUES: readonly (readonly [name: string, type: string, value: unknown])[] = [
  ['null', 'null', null],
  ['a number', 'number', 7],
  ['text', 'string', 'true'],
  ['a boolean', 'boolean', true],
  ['an object', 'object', {}],
  ['an array', 'array', []],
];
const ELEMENT = 0;

/** Each field of a form missing, of each wrong type, and with a value that nobody knows or expects. Never throws. */
export function violationsOfFields(form: Form): readonly Violation[] {
  return placesOf(form.fields)
    .filter(({ field }) => field.name !== 'event_kind')
    .flatMap((place) => [
      ...toMissing(place, form),
      ...toWrongTypes(place),
      ...toWrongElements(place),
      ...toUnknownValues(place),
    ])
    .map((violation) => ({ ...violation, name: violation.name + form.suffix }));
}

function toMissing({ key, path, field }: Place, form: Form): readonly Violation[] {
  if (field.optional) return [];
  const wrong = isWholeShape(key, form)
    ? ({ code: 'wrong_shape', path: [] } as const)
    : ({ code: 'field_missing', path } as const);
  return [{ name: `missing ${key}`, ...wrong, spoil: setting(path, undefined) }];
}

/** Whether a shape of the event has this field and no other of its own: without it the payload has no shape. */
function isWholeShape(key: string, { definition }: Form): boolean {
  return shapesOf(definition).some(({ own }) => own.length === 1 && own[0]?.name === key);
}

function toWrongTypes({ key, path, field }: Place): readonly Violation[] {
  return VALUES.filter(([, type]) => !fits(type, field)).map(([word, , value]) => ({
    name: `${key} is ${word}`,
    code: 'wrong_type',
    path,
    spoil: setting(path, value),
  }));
}

function fits(type: string, field: FieldDefinition): boolean {
  if (type === 'null') return field.nullable === true;
  return type === (field.type === 'string[]' ? 'array' : field.type);
}

function toWrongElements({ key, path, field }: Place): readonly Violation[] {
  if (field.type !== 'string[]') return [];
  return VALUES.filter(([, type]) => type !== 'string').map(([word, , value]) => ({
    name: `${key}[${ELEMENT}] is ${word}`,
    code: 'wrong_type',
    path: [...path, ELEMENT],
    spoil: setting(path, [value, 'id.first_name']),
  }));
}

function toUnknownValues({ key, path, field: { values, unexpected = [] } }: Place): readonly Violation[] {
  if (values === undefined) return [];
  const unknown = ['not_a_known_value', '', values[0]?.toUpperCase() ?? ''];
  return [
    ...unknown.map((value) => ({
      name: `${key} is ${value === '' ? 'empty' : value}`,
      code: 'unknown_value' as const,
      path,
      spoil: setting(path, value),
    })),
    ...unexpected.map((value) => ({
      name: `${key} is ${value}`,
      code: 'unexpected_value' as const,
      path,
      spoil: setting(path, value),
    })),
  ];
}

function setting(path: readonly string[], value: unknown): Violation['spoil'] {
  return (payload) => toBody(withValueAt(payload, path, value));
}

const NO_TEXT = 7;

/** A payload that mixes the shapes of its event, and is right as none of them; nothing for an event with one. Never throws. */
export function violationsOfShape({ definition, revision, suffix }: Form): readonly Violation[] {
  const shapes = shapesOf(definition);
  const own = shapes.find((shape) => shape.revision === revision)?.own[0];
  const foreign = shapes.find((shape) => shape.revision !== revision)?.own[0];
  if (own === undefined || foreign === undefined) return [];
  return [
    {
      name: `fields of both shapes${suffix}`,
      code: 'wrong_shape',
      path: [],
      spoil: (payload) => toBody({ ...payload, [own.name]: NO_TEXT, [foreign.name]: NO_TEXT }),
    },
  ];
}

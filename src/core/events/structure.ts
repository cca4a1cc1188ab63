import type { PathStep } from '../json/places.ts';
import type { FieldDefinition } from './definition.ts';
import { MOST_FINDINGS, type PayloadFinding } from './finding.ts';
import { isPayloadObject, type PayloadObject } from './payload.ts';
import { formatPath, nameType } from './wording.ts';

const TYPE_NAMES = {
  string: 'a string',
  boolean: 'a boolean',
  'string[]': 'an array of strings',
  object: 'an object',
};

/**
 * The errors of a payload: missing required fields and wrong types, at most 100, in the order of the catalogue. Never
 * throws. Read from the catalogue itself and not by zod, so that `validate` starts without it; a property test holds
 * this to `schema.ts`: the same payloads are refused, at the same places.
 */
export function findFaults(
  payload: PayloadObject,
  fields: readonly FieldDefinition[],
): readonly PayloadFinding[] {
  return faultsIn(payload, fields, []).slice(0, MOST_FINDINGS);
}

function faultsIn(
  object: PayloadObject,
  fields: readonly FieldDefinition[],
  path: readonly PathStep[],
): readonly PayloadFinding[] {
  const faults: PayloadFinding[] = [];
  for (const field of fields) {
    if (!Object.hasOwn(object, field.name)) {
      if (!field.optional) faults.push(missing([...path, field.name], expectedOf(field)));
      continue;
    }
    const value = object[field.name];
    // Nearly every value is as it should be, and needs no place.
    if (typeof value === field.type && field.type !== 'object') continue;
    faults.push(...faultsOf(value, field, [...path, field.name]));
  }
  return faults;
}

function faultsOf(
  value: unknown,
  field: FieldDefinition,
  path: readonly PathStep[],
): readonly PayloadFinding[] {
  if (value === null && field.nullable) return [];
  if (field.type === 'object' && isPayloadObject(value)) return faultsIn(value, field.fields ?? [], path);
  if (field.type === 'string[]' && Array.isArray(value)) return elementFaults(value, path);
  const fits = field.type !== 'object' && typeof value === field.type;
  return fits ? [] : [wrongType(path, expectedOf(field), value)];
}

function elementFaults(elements: readonly unknown[], path: readonly PathStep[]): readonly PayloadFinding[] {
  const wrong = elements.flatMap((element, index) => (typeof element === 'string' ? [] : [index]));
  // Cut before it is put into words: an array can have a million wrong elements.
  return wrong
    .slice(0, MOST_FINDINGS)
    .map((index) => wrongType([...path, index], TYPE_NAMES.string, elements[index]));
}

function expectedOf({ type, nullable }: FieldDefinition): string {
  return nullable ? `${TYPE_NAMES[type]} or null` : TYPE_NAMES[type];
}

function missing(path: readonly PathStep[], expected: string): PayloadFinding {
  const message = `\`${formatPath(path)}\` is missing; it should be ${expected}.`;
  return { code: 'field_missing', severity: 'error', path, message, expected };
}

function wrongType(path: readonly PathStep[], expected: string, value: unknown): PayloadFinding {
  const actual = nameType(value);
  const message = `\`${formatPath(path)}\` should be ${expected}, but it is ${actual}.`;
  return { code: 'wrong_type', severity: 'error', path, message, expected, actual };
}

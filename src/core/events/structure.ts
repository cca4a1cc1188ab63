import type { z } from 'zod';
import type { FieldDefinition } from './definition.ts';
import { MOST_FINDINGS, type PathStep, type PayloadFinding } from './finding.ts';
import { isPayloadObject, type PayloadObject } from './payload.ts';
import { formatPath, nameType } from './wording.ts';

const TYPE_NAMES = {
  string: 'a string',
  boolean: 'a boolean',
  'string[]': 'an array of strings',
  object: 'an object',
};

/** The errors of a payload: missing required fields and wrong types, in the order of the schema. Never throws. */
export function findFaults(
  payload: PayloadObject,
  schema: z.ZodType,
  fields: readonly FieldDefinition[],
): readonly PayloadFinding[] {
  const result = schema.safeParse(payload);
  if (result.success) return [];
  return result.error.issues.slice(0, MOST_FINDINGS).map((issue) => {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    return toFinding(payload, path, expectedAt(fields, path));
  });
}

/** Zod tells where; what was meant and what came are said in our own words. */
function toFinding(payload: PayloadObject, path: readonly PathStep[], expected: string): PayloadFinding {
  const where = `\`${formatPath(path)}\``;
  const found = lookUp(payload, path);
  if (found === undefined) {
    const message = `${where} is missing; it should be ${expected}.`;
    return { code: 'field_missing', severity: 'error', path, message, expected };
  }
  const actual = nameType(found.value);
  const message = `${where} should be ${expected}, but it is ${actual}.`;
  return { code: 'wrong_type', severity: 'error', path, message, expected, actual };
}

function expectedAt(fields: readonly FieldDefinition[], [step, ...rest]: readonly PathStep[]): string {
  const field = fields.find(({ name }) => name === step);
  if (field === undefined) return 'a string';
  if (rest.length > 0) return expectedAt(field.fields ?? [], rest);
  return field.nullable ? `${TYPE_NAMES[field.type]} or null` : TYPE_NAMES[field.type];
}

function lookUp(
  from: unknown,
  [step, ...rest]: readonly PathStep[],
): { readonly value: unknown } | undefined {
  if (step === undefined) return { value: from };
  if (Array.isArray(from)) return lookUp(from[Number(step)], rest);
  if (!isPayloadObject(from) || !Object.hasOwn(from, step)) return undefined;
  return lookUp(from[step], rest);
}

import { EVENTS } from './catalogue.ts';
import { type EventDefinition, type FieldDefinition, fieldsIn, type Revision } from './definition.ts';
import type { PayloadObject } from './payload.ts';

/** What one revision of an event looks like. */
export interface Form {
  readonly fields: readonly FieldDefinition[];
  readonly byName: ReadonlyMap<string, FieldDefinition>;
  /** How many fields it must have. */
  readonly required: number;
}

/** Made once, because every delivery is held against one. */
const FORMS: ReadonlyMap<EventDefinition, Readonly<Record<Revision, Form>>> = new Map(
  EVENTS.map((definition) => [
    definition,
    { '2025-05': makeForm(definition, '2025-05'), 'external-id': makeForm(definition, 'external-id') },
  ]),
);

function makeForm(definition: EventDefinition, revision: Revision): Form {
  const fields = fieldsIn(definition, revision);
  const byName = new Map(fields.map((field) => [field.name, field]));
  return { fields, byName, required: fields.filter(({ optional }) => !optional).length };
}

/** The form of an event of the catalogue. Never throws. */
export function formOf(definition: EventDefinition, revision: Revision): Form {
  return FORMS.get(definition)?.[revision] ?? makeForm(definition, revision);
}

/**
 * Whether nothing can be said about the fields of a payload: all are known, of the right type and with a value that is
 * expected, and none is missing. One look at each key tells it of nearly every delivery; false means no more than that it
 * takes a closer look. Never throws.
 */
export function isPlain(payload: PayloadObject, { byName, required }: Form): boolean {
  let found = 0;
  for (const key of Object.keys(payload)) {
    const field = byName.get(key);
    if (field === undefined || !isPlainValue(payload[key], field)) return false;
    if (field.optional !== true) found += 1;
  }
  return found === required;
}

function isPlainValue(value: unknown, { type, values, nullable }: FieldDefinition): boolean {
  if (value === null) return nullable === true;
  if (type === 'string[]') return Array.isArray(value) && value.every((each) => typeof each === 'string');
  if (typeof value !== type || type === 'object') return false;
  return values === undefined || values.includes(String(value));
}

import { EVENTS } from '../../events/catalogue.ts';
import {
  type EventDefinition,
  type FieldDefinition,
  fieldsIn,
  type Revision,
} from '../../events/definition.ts';
import { type ByteKeys, type ByteWords, createByteKeys, createByteWords } from './byte-words.ts';

/** The fields of an object by their names. What is found of a field is kept in its slot: a bit, and an index. */
export interface CleanFields {
  readonly keys: ByteKeys;
  /** By the index of the key. */
  readonly slots: readonly CleanSlot[];
}

/** A field, the same in every event that has it. */
export interface CleanSlot {
  readonly index: number;
  readonly type: FieldDefinition['type'];
  /** Those of an object. */
  readonly fields?: CleanFields;
}

/** A field with documented values. */
export interface CleanValues {
  readonly slot: number;
  /** Where it stands in the payload, as people write it. */
  readonly place: string;
  readonly values: ByteWords;
}

/** What a payload is to have so that nothing can be said of its fields. Sets of slots are bits. */
export interface CleanForm {
  readonly required: number;
  readonly allowed: number;
  readonly nullable: number;
  readonly valued: readonly CleanValues[];
  /** Objects, and what each must have when it is there. */
  readonly objects: readonly { readonly slot: number; readonly required: number }[];
  /** Texts of which nothing is known, and ids. */
  readonly texts: readonly number[];
  /** Lists of texts. */
  readonly lists: number;
}

/** An event of which nothing has to be said. */
export interface CleanEvent {
  readonly kind: string;
  /** It is never about a business. */
  readonly isOfPeople: boolean;
  /** The fields that only the older form has, where there are two forms. */
  readonly olderOnly: number;
  readonly older: CleanForm;
  readonly newer: CleanForm;
}

/** What the fast check goes by, made from the catalogue. */
export interface CleanTables {
  readonly fields: CleanFields;
  readonly kinds: ByteWords;
  /** By the index of the kind; without those that are deprecated. */
  readonly events: readonly CleanEvent[];
  readonly slotOf: (place: string) => number;
  readonly slotCount: number;
}

/** Sets of slots are the bits of a number. */
const MOST_SLOTS = 32;

/**
 * Makes the tables. Throws where there are more fields than bits, or a field has not the same type in all events: both would be
 * faults of the catalogue that the fast check cannot bear.
 */
export function createCleanTables(events: readonly EventDefinition[] = EVENTS): CleanTables {
  const slots = new Map<string, number>();
  const slotOf = (place: string): number => {
    const slot = slots.get(place) ?? slots.size;
    if (slot >= MOST_SLOTS)
      throw new Error(`The fast check has bits for no more fields: ${place} is one too many.`);
    slots.set(place, slot);
    return slot;
  };
  const definitions = events.filter(({ deprecated }) => deprecated === undefined);
  const all = definitions.flatMap(({ fields }) => fields);
  const fields = toCleanFields(toUnique(all, ''), '', slotOf);
  const kinds = createByteWords(definitions.map(({ kind }) => kind));
  const cleanEvents = definitions.map((definition) => toCleanEvent(definition, slotOf));
  return { fields, kinds, events: cleanEvents, slotOf, slotCount: slots.size };
}

/** Each field once, with those that it has in any event. */
function toUnique(fields: readonly FieldDefinition[], above: string): readonly FieldDefinition[] {
  const unique = new Map<string, FieldDefinition>();
  for (const field of fields) {
    const known = unique.get(field.name);
    if (known !== undefined && known.type !== field.type)
      throw new Error(`The fast check knows one type a field: ${above}${field.name} has two.`);
    const inner = [...(known?.fields ?? []), ...(field.fields ?? [])];
    const merged = inner.length > 0 && { fields: toUnique(inner, `${above}${field.name}.`) };
    unique.set(field.name, { ...field, ...merged });
  }
  return [...unique.values()];
}

type SlotOf = (place: string) => number;

function toCleanFields(fields: readonly FieldDefinition[], above: string, slotOf: SlotOf): CleanFields {
  return {
    keys: createByteKeys(fields.map(({ name }) => name)),
    slots: fields.map(({ name, type, fields: inner }) => ({
      index: slotOf(above + name),
      type,
      ...(inner && { fields: toCleanFields(inner, `${above}${name}.`, slotOf) }),
    })),
  };
}

/** Where the older form has no field of its own, the newer one covers it: it only adds fields that can be left out. */
function toCleanEvent(definition: EventDefinition, slotOf: SlotOf): CleanEvent {
  const formOf = (revision: Revision) => toCleanForm(fieldsIn(definition, revision), slotOf);
  const olderFields = definition.fields.filter(({ only }) => only === '2025-05');
  return {
    kind: definition.kind,
    isOfPeople: definition.name.startsWith('user.'),
    olderOnly: toBits(olderFields, '', slotOf),
    older: formOf('2025-05'),
    newer: formOf('external-id'),
  };
}

function toCleanForm(fields: readonly FieldDefinition[], slotOf: SlotOf): CleanForm {
  const placed = placesOf(fields, '');
  const known = new Set(['event_kind', 'timestamp']);
  return {
    required: toBits(fields.filter(isRequired), '', slotOf),
    allowed: placed.reduce((bits, { place }) => bits | (1 << slotOf(place)), 0),
    nullable: placed.reduce(
      (bits, { place, field }) => bits | (Number(field.nullable === true) << slotOf(place)),
      0,
    ),
    valued: placed.flatMap(({ place, field: { values } }) =>
      values === undefined ? [] : [{ slot: slotOf(place), place, values: createByteWords(values) }],
    ),
    objects: fields.flatMap(({ name, fields: inner }) =>
      inner === undefined
        ? []
        : [{ slot: slotOf(name), required: toBits(inner.filter(isRequired), `${name}.`, slotOf) }],
    ),
    lists: toBits(
      fields.filter(({ type }) => type === 'string[]'),
      '',
      slotOf,
    ),
    texts: placed.flatMap(({ place, field: { type, values } }) =>
      type === 'string' && values === undefined && !known.has(place) ? [slotOf(place)] : [],
    ),
  };
}

function isRequired({ optional }: FieldDefinition): boolean {
  return optional !== true;
}

function toBits(fields: readonly FieldDefinition[], above: string, slotOf: SlotOf): number {
  return fields.reduce((bits, { name }) => bits | (1 << slotOf(above + name)), 0);
}

function placesOf(
  fields: readonly FieldDefinition[],
  above: string,
): readonly { readonly place: string; readonly field: FieldDefinition }[] {
  return fields.flatMap((field) => {
    const place = above + field.name;
    return [{ place, field }, ...placesOf(field.fields ?? [], `${place}.`)];
  });
}

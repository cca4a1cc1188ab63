import { EVENTS, findEventOfKind } from '../../events/catalogue.ts';
import type { FieldDefinition } from '../../events/definition.ts';
import type { PathStep } from '../../json/places.ts';
import { type JsonNode, parseTree, toStringValue } from '../../json/tree.ts';
import { type Destination, isNull, toScalar } from './change-tree.ts';

/**
 * The field of an event at a place, or undefined for one that is not in the catalogue. An element of an array of texts is
 * a text. Of an event that is not in the catalogue, only what all events have in common is known. Never throws.
 */
export function findField(
  eventKind: string | undefined,
  { steps, appends }: Destination,
): FieldDefinition | undefined {
  const fields = findEventOfKind(eventKind ?? '')?.fields ?? COMMON_FIELDS;
  return fieldAt(fields, appends ? [...steps, 0] : steps);
}

const COMMON_FIELDS: readonly FieldDefinition[] = (EVENTS[0]?.fields ?? []).filter(({ name }) =>
  EVENTS.every(({ fields }) => fields.some((field) => field.name === name)),
);

function fieldAt(
  fields: readonly FieldDefinition[],
  [step, ...rest]: readonly PathStep[],
): FieldDefinition | undefined {
  const field = fields.find(({ name }) => name === step);
  const [next] = rest;
  if (field === undefined || next === undefined) return field;
  if (field.type === 'object') return fieldAt(field.fields ?? [], rest);
  const isElement = field.type === 'string[]' && rest.length === 1 && /^\d+$/.test(String(next));
  return isElement ? { name: String(next), type: 'string', summary: field.summary } : undefined;
}

/**
 * The value that a text stands for in a field: `true` is a boolean where the field is one, `null` is nothing where it may
 * be, `a,b` are two texts where it is an array. Undefined when it cannot be what the field takes. Never throws.
 */
export function findTyped(text: string, { type, nullable }: FieldDefinition): JsonNode | undefined {
  if (nullable && text === 'null') return toScalar(null);
  switch (type) {
    case 'string':
      return toScalar(text);
    case 'boolean':
      return text === 'true' || text === 'false' ? toScalar(text === 'true') : undefined;
    case 'string[]':
      return toTexts(text);
    case 'object': {
      const tree = parseTree(text);
      return tree?.kind === 'object' ? tree : undefined;
    }
  }
}

/** Words for the type of a field, which complete "it takes …". Never throws. */
export function nameTyped({ type, nullable }: FieldDefinition): string {
  const words = TYPE_WORDS[type];
  return nullable ? `${words}, or null` : words;
}

const TYPE_WORDS = {
  string: 'a text',
  boolean: 'true or false',
  'string[]': 'texts with commas between them, or a JSON array of strings',
  object: 'a JSON object',
} as const satisfies Record<FieldDefinition['type'], string>;

/** `id.dob,id.ssn9`, or a JSON array of strings. Names of fields hold no commas. */
function toTexts(text: string): JsonNode | undefined {
  if (!text.trimStart().startsWith('[')) {
    const items = text === '' ? [] : text.split(',').map(toScalar);
    return { kind: 'array', items };
  }
  const tree = parseTree(text);
  const isOfTexts =
    tree?.kind === 'array' &&
    tree.items.every((item) => item.kind === 'scalar' && item.source.startsWith('"'));
  return isOfTexts ? tree : undefined;
}

/** The `event_kind` that a value says it has, or undefined. Never throws. */
export function findKindIn(node: JsonNode | undefined): string | undefined {
  const isText = node?.kind === 'scalar' && !isNull(node) && node.source.startsWith('"');
  return isText ? toStringValue(node.source) : undefined;
}

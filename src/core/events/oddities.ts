import { distance } from 'fastest-levenshtein';
import type { PathStep } from '../json/places.ts';
import type { FieldDefinition } from './definition.ts';
import { MOST_FINDINGS, type PayloadFinding, type PayloadFindingCode } from './finding.ts';
import { ID_FIELDS } from './id-form.ts';
import { findMixedMode, findText, isBusinessId, isPayloadObject, type PayloadObject } from './payload.ts';
import { parseTimestamp } from './timestamp.ts';
import { EXAMPLE_IDS } from './values.ts';
import { formatPath, quoteValue, type Show, toChoice } from './wording.ts';

/** The warnings that need no catalogue: environment, whose id it is, timestamp and example data. Never throws. */
export function findOddities(payload: PayloadObject, show?: Show): readonly PayloadFinding[] {
  return [
    ...findEnvironmentMismatch(payload),
    ...findUnexpectedBusiness(payload),
    ...findMalformedIds(payload, show),
    ...findTimestampOddity(payload, show),
    ...findExampleData(payload, show),
  ];
}

/** Where fields are looked at, and what they are fields of. */
interface Look {
  readonly path?: readonly PathStep[];
  /** Completes "is not documented for …". */
  readonly form?: string;
  /** What is done to values and keys in messages. */
  readonly show?: Show | undefined;
}

/** The warnings about fields and values that are not documented, also inside known objects. Never throws. */
export function findFieldOddities(
  payload: PayloadObject,
  fields: readonly FieldDefinition[],
  { path = [], form = 'this form of the event', show }: Look = {},
): readonly PayloadFinding[] {
  const unknown = Object.keys(payload).filter((key) => !isKnown(key, fields));
  const telling = fields.filter((field) => isTelling(payload[field.name], field));
  if (telling.length === 0 && unknown.length === 0) return [];
  return [
    ...telling.flatMap((field) =>
      findValueOddities(payload[field.name], field, { path: [...path, field.name], form, show }),
    ),
    ...unknown
      .slice(0, MOST_FINDINGS)
      .map((key) => unknownField([...path, key], { form, show, absent: listAbsent(payload, fields) })),
  ];
}

/** A loop, because this is asked of every key of every delivery. */
function isKnown(key: string, fields: readonly FieldDefinition[]): boolean {
  for (const { name } of fields) if (name === key) return true;
  return false;
}

/** Whether there can be something to say about a value. */
function isTelling(value: unknown, { fields, values }: FieldDefinition): boolean {
  return (
    fields !== undefined || (values !== undefined && typeof value === 'string' && !values.includes(value))
  );
}

function findValueOddities(
  value: unknown,
  { fields, values, unexpected = [] }: FieldDefinition,
  { path, form, show }: Required<Look>,
): readonly PayloadFinding[] {
  if (fields !== undefined)
    return isPayloadObject(value) ? findFieldOddities(value, fields, { path, form, show }) : [];
  if (values === undefined || typeof value !== 'string') return [];
  const [expected, actual] = [toChoice(values), quoteValue(value, show)];
  const [code, words]: readonly [PayloadFindingCode, string] = unexpected.includes(value)
    ? ['unexpected_value', 'is not expected in this event']
    : ['unknown_value', 'is not a value this tool knows'];
  const near = code === 'unknown_value' ? findNearName(value, values) : undefined;
  const hint = near === undefined ? '' : ` Did you mean ${quoteValue(near)}?`;
  const message = `${actual} ${words}; \`${formatPath(path)}\` is usually ${expected}.${hint}`;
  return [{ ...warn(code, path, message), expected, actual }];
}

function listAbsent(payload: PayloadObject, fields: readonly FieldDefinition[]): readonly string[] {
  return fields.map(({ name }) => name).filter((name) => !Object.hasOwn(payload, name));
}

interface UnknownField {
  readonly form: string;
  readonly show: Show | undefined;
  /** The fields that the object could have and has not: one of them may be meant. */
  readonly absent: readonly string[];
}

function unknownField(path: readonly PathStep[], { form, show, absent }: UnknownField): PayloadFinding {
  const near = findNearName(String(path.at(-1)), absent);
  const hint = near === undefined ? '' : ` Did you mean \`${near}\`?`;
  const message = `\`${formatPath(path, show)}\` is not documented for ${form}.${hint}`;
  return { ...warn('unknown_field', path, message), ...(near !== undefined && { expected: near }) };
}

function findEnvironmentMismatch(payload: PayloadObject): readonly PayloadFinding[] {
  const mixed = findMixedMode(payload);
  if (mixed === undefined) return [];
  const { isLive, mode } = mixed;
  const words = `\`is_live\` is ${isLive}, but the playbook key begins with pb_${mode}_: sandbox and live are mixed.`;
  const finding = warn('environment_mismatch', ['is_live'], words);
  return [{ ...finding, expected: String(!isLive), actual: String(isLive) }];
}

/** Source: Footprint webhook event catalogue, 2025-05 revision: events of users are about people. */
function findUnexpectedBusiness(payload: PayloadObject): readonly PayloadFinding[] {
  const isOfPerson = findText(payload, 'event_kind')?.startsWith('footprint.user.') === true;
  if (!isOfPerson || !isBusinessId(findText(payload, 'fp_id') ?? '')) return [];
  const words = '`fp_id` is the id of a business (fp_bid_…), but the events of a user are about people.';
  const finding = warn('business_id_unexpected', ['fp_id'], words);
  return [{ ...finding, expected: 'the id of a person (fp_id_…)' }];
}

/** Only what no id can be: there may be new prefixes at any time. */
function findMalformedIds(payload: PayloadObject, show: Show | undefined): readonly PayloadFinding[] {
  return ID_FIELDS.flatMap((name) => {
    const id = findText(payload, name);
    if (id === undefined || /^\S+$/.test(id)) return [];
    const words = id === '' ? 'is empty' : 'has white space in it';
    const finding = warn('id_malformed', [name], `\`${name}\` ${words}: no id of Footprint is like that.`);
    return [{ ...finding, expected: 'an id without white space', actual: quoteValue(id, show) }];
  });
}

function findTimestampOddity(payload: PayloadObject, show: Show | undefined): readonly PayloadFinding[] {
  const text = findText(payload, 'timestamp');
  const moment = text === undefined ? undefined : parseTimestamp(text);
  if (text !== undefined && moment === undefined) return [malformedTimestamp(quoteValue(text, show))];
  if (!moment?.zoneMissing) return [];
  const words = 'names no time zone. Read it as UTC; JavaScript would take it for local time.';
  return [warn('zone_missing', ['timestamp'], `\`timestamp\` ${words}`)];
}

function malformedTimestamp(actual: string): PayloadFinding {
  const finding = warn(
    'timestamp_malformed',
    ['timestamp'],
    `\`timestamp\` is not an RFC 3339 time: ${actual}.`,
  );
  return { ...finding, expected: 'an RFC 3339 time in UTC', actual };
}

function findExampleData(payload: PayloadObject, show: Show | undefined): readonly PayloadFinding[] {
  const name = Object.keys(payload).find((key) => EXAMPLE_IDS.has(payload[key]));
  if (name === undefined) return [];
  const words = "is an example from Footprint's documentation: the API will answer 404 for it.";
  return [warn('example_data', [name], `\`${formatPath([name], show)}\` ${words}`)];
}

function warn(code: PayloadFindingCode, path: readonly PathStep[], message: string): PayloadFinding {
  return { code, severity: 'warning', path, message };
}

/** No name of a field or value is half as long; the rest of a longer text says nothing about a typo. */
const LONGEST_NAME = 80;

/**
 * The name that was probably meant: the same in another case or notation (`requiresManualReview`), or with a typo; undefined
 * where none is near enough. Never throws.
 */
function findNearName(name: string, names: readonly string[]): string | undefined {
  const wanted = simplify(name.slice(0, LONGEST_NAME));
  const [nearest] = names
    .map((each) => ({ each, edits: distance(wanted, simplify(each)) }))
    .filter(({ each, edits }) => edits <= each.length / 4)
    .sort((one, other) => one.edits - other.edits);
  return nearest?.each;
}

function simplify(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

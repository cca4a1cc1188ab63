import { careFor } from '../events/care.ts';
import { maskNamed, toShownText } from '../events/masking.ts';
import { toShownHeader } from '../events/shown-header.ts';
import { findPlace, type Place, type Subject, valueAt } from './place.ts';

/** How a value is compared with what the person wrote. */
export type Operator = '=' | '!=' | '~' | '!~' | '<' | '<=' | '>' | '>=';

/** One `--where`: a place, an operator and a text. */
export interface Condition {
  /** As it was written, for messages. */
  readonly text: string;
  readonly place: Place;
  readonly operator: Operator;
  readonly wanted: string;
}

const FORM = /^\s*([^=!~<>]+?)\s*(!=|!~|<=|>=|=|~|<|>)\s*(.*?)\s*$/s;

/** What would make one operator of two, as in `status==fail` and `count=>3`. */
const SECOND_OPERATOR = /^(?:[=~<>]|![=~])[=~]?/;

/** Reads `status=fail`, `fields~ssn`, `header:svix-id!=msg_1`, `timestamp>2026-01-01`; undefined for anything else. Never throws. */
export function findCondition(text: string): Condition | undefined {
  const [, left = '', operator = '', wanted = ''] = FORM.exec(text) ?? [];
  const place = findPlace(left);
  return place === undefined || SECOND_OPERATOR.test(wanted)
    ? undefined
    : { text, place, operator: operator as Operator, wanted };
}

/**
 * The operators that stand one behind the other, such as `==` or `=>`, where a condition has one too many: it would never
 * hold. Undefined where there is one. Never throws.
 */
export function findDoubledOperator(text: string): string | undefined {
  const [, , operator = '', wanted = ''] = FORM.exec(text) ?? [];
  const second = SECOND_OPERATOR.exec(wanted)?.[0];
  return second === undefined ? undefined : `${operator}${second}`;
}

/** Whether all conditions hold. Never throws. */
export function allHold(conditions: readonly Condition[], subject: Subject): boolean {
  return conditions.every((condition) => holds(condition, subject));
}

/**
 * Whether one condition holds. `=` compares with the text of a value (`true`, `12`, `null`), `~` looks for a part of it
 * without regard to case; `<` and `>` compare numbers as such and all else, such as times, as text. A list fits when one
 * of its items does. What is absent equals nothing: only `!=` and `!~` hold for it. Never throws.
 */
export function holds({ place, operator, wanted }: Condition, subject: Subject): boolean {
  const value = valueAt(subject, place);
  const items = Array.isArray(value) ? value : value === undefined ? [] : [value];
  if (operator === '!=') return !items.some((item) => toText(item) === wanted);
  if (operator === '!~') return !items.some((item) => contains(item, wanted));
  return items.some((item) => fits(item, operator, wanted));
}

function fits(item: unknown, operator: Exclude<Operator, '!=' | '!~'>, wanted: string): boolean {
  switch (operator) {
    case '=':
      return toText(item) === wanted;
    case '~':
      return contains(item, wanted);
    case '<':
      return compare(item, wanted) < 0;
    case '<=':
      return compare(item, wanted) <= 0;
    case '>':
      return compare(item, wanted) > 0;
    case '>=':
      return compare(item, wanted) >= 0;
  }
}

function contains(item: unknown, wanted: string): boolean {
  return toText(item).toLowerCase().includes(wanted.toLowerCase());
}

/** NaN where there is no order, which makes every comparison false. */
function compare(item: unknown, wanted: string): number {
  const [one, other] = [toNumber(item), toNumber(wanted)];
  if (one !== undefined && other !== undefined) return one - other;
  if (typeof item !== 'string' || wanted === '') return Number.NaN;
  return item < wanted ? -1 : item > wanted ? 1 : 0;
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined;
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

const PARTS = /^([^=!~<>]+?)(\s*(?:!=|!~|<=|>=|=|~|<|>)\s*)(.*)$/s;

/** A condition of `--where` as it may be shown: what is asked of a value is masked as the value is. Never throws. */
export function toShownCondition(text: string, showPii: boolean): string {
  const [, place = '', operator = '', wanted = ''] = PARTS.exec(text) ?? [];
  if (operator === '') return toShownText(text, showPii);
  return `${place}${operator}${toShownWanted(place.trim(), wanted, showPii)}`;
}

function toShownWanted(place: string, wanted: string, showPii: boolean): string {
  const header = /^header:(.*)$/is.exec(place)?.[1];
  if (header !== undefined) return toShownHeader(header, wanted, showPii);
  const care = careFor(place, 'text');
  return showPii && care !== 'credential' ? toShownText(wanted, showPii) : maskNamed(wanted, care);
}

import type { PathStep } from './finding.ts';
import { EXAMPLE_IDS } from './values.ts';

const HIDDEN = '…';
const DEEPEST = 100;
/** Lengths are bounded so that a megabyte without an `@` is still read in one go. */
const EMAIL = /[^\s@<>"(),;:]{1,64}@[^\s@<>"(),;:]{1,255}/gu;
/** A time, which stays, or nine digits or more with the usual separators: SSN, phone, card. */
const TIME_OR_NUMBER =
  /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?!\d)|\+?\d(?:[\s()./\p{Pd}]{0,3}\d){8,}/gu;
/** Source: Footprint API documentation, 2025; `fp_id_test_` as seen in sandbox payloads. */
const ID_PREFIX = /^(?:fp_id_test_|fp_id_|fp_bid_test_|fp_bid_|ob_test_|ob_|bank_link_|link_)/;
const ID_NAME = /^(?:fp_id|onboarding_id|link_id|.*external_id)$/s;

/** How much of a value may be seen: an id by prefix and end, free text not at all, other text but for what looks personal. */
type Care = 'id' | 'free_text' | 'text';

/**
 * An id by which a person can be told from another, but not looked up: its prefix and last four characters
 * (`fp_id_…k3Pq`). Short ids and ids that look personal show no end; ids from the documentation are public and stay.
 * Never throws.
 */
export function maskId(id: string): string {
  if (EXAMPLE_IDS.has(id)) return id;
  const prefix = ID_PREFIX.exec(id)?.[0] ?? '';
  const rest = id.slice(prefix.length);
  const end = rest.slice(-4);
  const mayShowEnd = rest.length >= 12 && /^[\w-]{4}$/.test(end) && maskText(rest) === rest;
  return `${prefix}${HIDDEN}${mayShowEnd ? end : ''}`;
}

/** Free text with `[e-mail]` and `[number]` (phone, SSN or card number) in place of what looks personal. Never throws. */
export function maskText(text: string): string {
  // Nearly no text has an `@` or nine digits, and this is asked for every key and value of every delivery.
  const withoutAddresses = text.includes('@') ? text.replace(EMAIL, '[e-mail]') : text;
  if (!hasDigits(withoutAddresses, FEWEST_DIGITS)) return withoutAddresses;
  return withoutAddresses.replace(TIME_OR_NUMBER, (match) =>
    isTime(match) || isPlainLongId(match) ? match : '[number]',
  );
}

const FEWEST_DIGITS = 9;
const [ZERO, NINE] = [0x30, 0x39];

function hasDigits(text: string, wanted: number): boolean {
  let left = wanted;
  for (let index = 0; index < text.length && left > 0; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= ZERO && code <= NINE) left -= 1;
  }
  return left === 0;
}

/** Ids, signatures and secrets as they stand within other text. */
const ID = /\b(?:fp_id_|fp_bid_|ob_|bank_link_|link_)(?=\w*\d)\w{4,}/g;
const SIGNATURE = /\b(v1a?)[,=][A-Za-z0-9+/_=-]{16,}/g;
const HIDDEN_FIELD = /("(?:error_message|\w*external_id)"\s*:\s*")(?:[^"\\]|\\.)+/gs;
/** The same where JSON stands as text within JSON. */
const HIDDEN_FIELD_IN_TEXT = /(\\"(?:error_message|\w*external_id)\\"\s*:\s*\\")(?:[^"\\]|\\[^"])+/g;
const SECRET = /\b(wh(?:sec|sk)_|sk_)[A-Za-z0-9+/_=-]{4,}/g;

/** Every pattern above has one of these. */
const NEEDED = /["_]|v1/;

/**
 * Text from outside that may hold anything, such as an app's answer or a query: as `maskText`, and ids by prefix and
 * end, signatures and secrets by prefix alone. Never throws.
 */
export function maskFreeText(text: string): string {
  if (!NEEDED.test(text)) return maskText(text);
  const shielded = text
    .replace(HIDDEN_FIELD, '$1…')
    .replace(HIDDEN_FIELD_IN_TEXT, '$1…')
    .replace(SECRET, '$1…')
    .replace(SIGNATURE, '$1,…')
    .replace(ID, (id) => maskId(id));
  return maskText(shielded);
}

/** A message id for display: those of Svix' form say nothing about a person and stay. Never throws. */
export function toShownMessageId(id: string): string {
  return /^msg_\w{1,64}$/.test(id) ? id : maskFreeText(id);
}

/** The path of a finding for display: a key can be an e-mail address. Never throws. */
export function toShownPath(path: readonly PathStep[]): PathStep[] {
  return path.map((step) => (typeof step === 'string' ? maskText(step) : step));
}

/** A payload as it may be shown: masked or as it is, and nothing deeper than 100 levels in either case. Never throws. */
export function toShownPayload(value: unknown, showPii: boolean): unknown {
  return showPii ? cutDeep(value, 0) : maskPayload(value);
}

function cutDeep(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return HIDDEN;
  if (Array.isArray(value)) return value.map((item) => cutDeep(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cutDeep(item, depth + 1)]));
}

/**
 * A deep copy for display and reports: ids by prefix and end, `error_message` hidden, and whatever looks like an
 * e-mail address, phone, SSN or card number replaced, at any depth and in keys as well. Nothing deeper than 100
 * levels is shown. Bytes that are stored, forwarded or signed are no business of this function. Never throws.
 */
export function maskPayload(value: unknown): unknown {
  return maskValue(value, 'text', 0);
}

function maskValue(value: unknown, care: Care, depth: number): unknown {
  if (typeof value === 'string') return maskString(value, care);
  if (typeof value === 'number') return maskNumber(value, care);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return HIDDEN;
  if (Array.isArray(value)) return value.map((item) => maskValue(item, care, depth + 1));
  const masked: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const shown = maskValue(item, careFor(key, care), depth + 1);
    // Defined as data, a key called __proto__ is only a key.
    if (key === '__proto__') Object.defineProperty(masked, key, { ...DATA, value: shown });
    else masked[maskText(key)] = shown;
  }
  return masked;
}

const DATA = { configurable: true, enumerable: true, writable: true };

function careFor(key: string, inherited: Care): Care {
  if (key.endsWith('id') && ID_NAME.test(key)) return 'id';
  if (key === 'error_message') return 'free_text';
  return inherited;
}

function maskString(text: string, care: Care): string {
  if (care === 'free_text') return HIDDEN;
  return care === 'id' ? maskId(text) : maskText(text);
}

function maskNumber(value: number, care: Care): number | string {
  const text = Number.isInteger(value) ? BigInt(value).toString() : String(value);
  if (care !== 'text') return maskString(text, care);
  return Number.isInteger(value) && maskText(text) !== text ? maskText(text) : value;
}

function isTime(match: string): boolean {
  return match.includes('T');
}

/** A bare number of 16 to 19 digits that cannot be a card: a clock in nanoseconds, the id of another system. */
function isPlainLongId(number: string): boolean {
  return /^\d{16,19}$/.test(number) && !passesLuhn(number);
}

/** Source: ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits, Number)
    .reverse()
    .map((digit, index) => (index % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)))
    .reduce((total, digit) => total + digit, 0);
  return sum % 10 === 0;
}

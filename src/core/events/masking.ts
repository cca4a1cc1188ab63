import type { PathStep } from '../json/places.ts';
import { type Care, careFor, isDocumentedName } from './care.ts';
import { maskCredentials } from './credentials.ts';
import { toIdPrefix } from './id-form.ts';
import { type NamedForm, replaceNamed } from './named-values.ts';
import { EMAIL, isPlainLongId, isTime, TIME_OR_NUMBER } from './personal.ts';
import { mayBePersonal, mayNeedMask } from './traces.ts';
import { EXAMPLE_IDS } from './values.ts';

const HIDDEN = '…';
const DEEPEST = 100;
/** What validators and languages say where the value would be: it tells the fault of an app and nothing about a person. */
const ABOUT_VALUE =
  /^[\s"'`[]*(?:undefined|null|nil|None|(?:[Tt]h(?:is|e) (?:field|value) )?(?:[Ii]s|[Mm]ust|[Ss]hould|[Cc]annot|may not|[Rr]equired|[Mm]issing|[Ii]nvalid|[Ee]xpected|[Rr]eceived)\b(?:,? (?:an?|be|not|of|type|in|the|required|missing|(?:in)?valid|empty|blank|null|undefined|string|number|boolean|object|array|text|date|provided|present|e-?mail|address|phone|format|field|value|received|got))*)[\s"'`\].,;!]*$/;
const PLACEHOLDER = /^\[(?:e-mail|number)\]$/;

/**
 * An id by which a person can be told from another, but not looked up: its prefix and last four characters
 * (`fp_id_…k3Pq`). Short ids and ids that look personal show no end; ids from the documentation are public and stay.
 * Never throws.
 */
export function maskId(id: string): string {
  if (EXAMPLE_IDS.has(id)) return id;
  const prefix = toIdPrefix(id);
  const rest = id.slice(prefix.length);
  const end = rest.slice(-4);
  const mayShowEnd = rest.length >= 12 && /^[\w-]{4}$/.test(end) && maskText(rest) === rest;
  return `${prefix}${HIDDEN}${mayShowEnd ? end : ''}`;
}

/** Free text with `[e-mail]` and `[number]` (phone, SSN or card number) in place of what looks personal. Never throws. */
export function maskText(text: string): string {
  if (!mayBePersonal(text)) return text;
  return text
    .replace(EMAIL, '[e-mail]')
    .replace(TIME_OR_NUMBER, (match) => (isTime(match) || isPlainLongId(match) ? match : '[number]'));
}

/** Ids of people and businesses may be all letters; the other prefixes are words as well, and need a digit. */
const ID = /fp_b?id_(?:\w{8,}|(?=\w*\d)\w{4,})|\b(?:ob_|bank_link_|link_)(?=\w*\d)\w{4,}/g;
const SIGNATURE = /(v1a?)[,=][A-Za-z0-9+/_=-]{16,}/g;
/** Every pattern above has one of these, and so has every value with a name. */
const NEEDED = /["=<%]|\D:|:\D|v1|(?:fp_b?id|ob|link)_/;
/** Deeper than this, nobody encodes. */
const MOST_ENCODINGS = 3;
/** A word of a query that holds quotes, separators or markup, and what an HTML page escapes of text that it repeats. */
const ENCODED = /[^\s"<>&=?]+/g;
const ENTITY = /&(?:(quot|lt|gt|apos|amp)|#(?:[xX]0{0,9}(2[267]|3[cCeE])|0{0,9}(3[489]|6[02])));/g;
const ENTITIES: Readonly<Record<string, string>> = { quot: '"', lt: '<', gt: '>', apos: "'", amp: '&' };

/**
 * Text from outside that may hold anything, such as an app's answer or a query: as `maskText`, ids by prefix and end,
 * secrets and signatures not at all, and what has the name of something personal as in a payload. Encoded text that holds
 * such a thing is shown decoded. Never throws.
 */
export function maskFreeText(text: string): string {
  if (!mayNeedMask(text)) return text;
  const shown = text.replace(ENCODED, (word) =>
    /%(?:2[257]|3[acd])/i.test(word) ? decodeWhole(word, /(?:%[\da-f]{2})+/gi, fromPercent) : word,
  );
  return decodeWhole(maskPlain(shown), ENTITY, toCharacter);
}

/** The text decoded and masked, where there is something to mask in it; else as it is. */
function decodeWhole(text: string, code: RegExp, decode: (...code: string[]) => string): string {
  let decoded = text;
  for (let level = 0; level < MOST_ENCODINGS; level += 1) decoded = decoded.replace(code, decode);
  if (decoded === text) return text;
  const masked = maskPlain(decoded);
  return masked === decoded ? text : masked;
}

function toCharacter(_: string, name = '', hex = '', decimal = ''): string {
  return ENTITIES[name] ?? String.fromCharCode(hex === '' ? Number(decimal) : Number.parseInt(hex, 16));
}

function fromPercent(codes: string): string {
  return Buffer.from(codes.replaceAll('%', ''), 'hex').toString();
}

function maskPlain(text: string): string {
  const safe = maskCredentials(text);
  if (!NEEDED.test(safe)) return maskText(safe);
  const shielded = replaceNamed(safe, findMask)
    .replace(SIGNATURE, '$1,…')
    .replace(ID, (id) => maskId(id));
  return maskText(shielded);
}

function findMask(name: string, form: NamedForm): ((value: string) => string) | undefined {
  const care = careFor(name, 'text');
  if (care === 'text' || care === 'credential') return undefined;
  if (care === 'id' && (form === 'query' || form === 'line'))
    return (value) => value.replace(/^\S+/, (word) => (word === HIDDEN ? word : maskNamed(word, care)));
  return (value) => (value === HIDDEN ? value : maskNamed(value, care));
}

/** Text from outside as it may be shown: masked, or as it is but for what lets somebody in. Never throws. */
export function toShownText(text: string, showPii: boolean): string {
  return showPii ? maskCredentials(text) : maskFreeText(text);
}

/** A text that stands under a name, masked with the care which that takes. Never throws. */
export function maskNamed(text: string, care: Care): string {
  if (care === 'id') return maskId(text);
  if (care === 'text') return maskFreeText(text);
  if (care !== 'personal') return HIDDEN;
  const masked = maskText(text);
  return PLACEHOLDER.test(masked) || ABOUT_VALUE.test(text) ? masked : '[personal]';
}

/** A message id for display: those of Svix' form say nothing about a person and stay. Never throws. */
export function toShownMessageId(id: string, showPii = false): string {
  return /^msg_\w{1,64}$/.test(id) ? id : toShownText(id, showPii);
}

/** The path of a finding for display: a key can be an e-mail address. Never throws. */
export function toShownPath(path: readonly PathStep[]): PathStep[] {
  return path.map((step) => (typeof step === 'string' ? maskFreeText(step) : step));
}

/**
 * A deep copy for display and reports: ids by prefix and end, `error_message`, secrets and personal fields hidden, and
 * whatever looks like an e-mail address, phone, SSN or card number replaced, at any depth and in keys as well. With
 * `showPii` only what lets somebody in is hidden. Nothing deeper than 100 levels is shown. Bytes that are stored,
 * forwarded or signed are no business of this function. Never throws.
 */
export function toShownPayload(value: unknown, showPii: boolean): unknown {
  return showValue(value, { care: 'text', depth: 0, showPii });
}

interface Place {
  readonly care: Care;
  readonly depth: number;
  readonly showPii: boolean;
}

function showValue(value: unknown, place: Place): unknown {
  if (typeof value === 'string') return showString(value, place);
  if (typeof value === 'number') return showNumber(value, place);
  if (typeof value !== 'object' || value === null) return value;
  const { care, showPii } = place;
  if (place.depth === DEEPEST) return HIDDEN;
  const depth = place.depth + 1;
  if (Array.isArray(value)) return value.map((item) => showValue(item, { care, depth, showPii }));
  const shown: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const inner = showValue(item, { care: careFor(key, care), depth, showPii });
    // Defined as data, a key called __proto__ is only a key.
    if (key === '__proto__') Object.defineProperty(shown, key, { ...DATA, value: inner });
    else shown[isDocumentedName(key) ? key : toShownText(key, showPii)] = inner;
  }
  return shown;
}

const DATA = { configurable: true, enumerable: true, writable: true };

function showString(text: string, { care, showPii }: Place): string {
  return showPii && care !== 'credential' ? maskCredentials(text) : maskNamed(text, care);
}

function showNumber(value: number, { care, showPii }: Place): number | string {
  if (care === 'credential') return HIDDEN;
  if (showPii) return value;
  const text = Number.isInteger(value) ? BigInt(value).toString() : String(value);
  if (care !== 'text') return maskNamed(text, care);
  return Number.isInteger(value) && maskText(text) !== text ? maskText(text) : value;
}

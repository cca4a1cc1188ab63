import { Buffer } from 'node:buffer';
import { decodeBase64 } from '../body/encoded.ts';
import { decodeHtml, decodePercent, decodeQuotedPrintable, removeEscapes } from '../body/escaped-text.ts';
import type { Change } from '../change.ts';

/** Another reading of a header's value. */
export interface ValueVariant {
  readonly value: string;
  /** Empty for the value as it came. */
  readonly changes: readonly Change[];
}

/** The inverse of something that programs do to the value of a header and that loses nothing. */
type Inverse = readonly [undone: string, undo: (value: string) => string];

/** A hostile header must not make a diagnosis long. */
const MOST_VARIANTS = 12;

/** The value of the id or the timestamp as it came, then with one change undone, then with two. Never throws. */
export function findValues(value: string, name: string): readonly ValueVariant[] {
  return findVariants(value, name, [...INVERSES, ...INVERSES_OF_VALUES]);
}

/** The same for the signature header, whose items are separated by spaces. Never throws. */
export function findSignatureTexts(header: string): readonly ValueVariant[] {
  return findVariants(header, 'the signature header', [...INVERSES, ...INVERSES_OF_SIGNATURES]);
}

function findVariants(value: string, name: string, inverses: readonly Inverse[]): readonly ValueVariant[] {
  const seen = new Set([value]);
  const undoOne = (variant: ValueVariant): readonly ValueVariant[] =>
    inverses.flatMap(([undone, undo]) => {
      const changed = undo(variant.value);
      if (changed === '' || seen.has(changed)) return [];
      seen.add(changed);
      return [{ value: changed, changes: [...variant.changes, toChange(name, undone)] }];
    });
  const plain: ValueVariant = { value, changes: [] };
  const once = undoOne(plain);
  return [plain, ...once, ...once.flatMap(undoOne)].slice(0, MOST_VARIANTS);
}

function toChange(name: string, undone: string): Change {
  if (undone === PLUS_SIGNS)
    return { code: 'signature_damaged', undone: 'the signature has its plus signs again' };
  return { code: 'header_value_changed', undone: `${name} is ${undone}`, covers: undone };
}

const INVERSES: readonly Inverse[] = [
  ['decoded from percent signs', decodePercent],
  ['freed of HTML escapes', decodeHtml],
  // Without one of these, a backslash only stands before a character.
  ['freed of escapes such as \\u003d', (value) => (/\\[xu]/.test(value) ? removeEscapes(value) : value)],
  ['freed of backslashes', (value) => value.replace(/\\(?=[^ux\d])/g, '')],
  ['decoded from quoted-printable', (value) => decodeQuotedPrintable(value).toString()],
  ['decoded from an encoded word of mail', decodeMailWord],
  ['freed of what is around it', unwrap],
  ['decoded from base64', decodeText],
];

const INVERSES_OF_VALUES: readonly Inverse[] = [
  // Spaces between groups of digits are a form of the timestamp.
  [
    'freed of white space',
    (value) => (/^\d{1,3}(?:\s\d{3})+$/.test(value) ? value : value.replace(SPACE, '')),
  ],
  ['read once, although it came more than once', (value) => value.split(/\s*,\s*/)[0] ?? value],
  ['freed of the name before it', (value) => value.replace(/^[\w-]+:\s*/, '')],
];

const PLUS_SIGNS = 'given its plus signs again';

const INVERSES_OF_SIGNATURES: readonly Inverse[] = [
  ['freed of the name before it', (value) => value.replace(/^(?:svix|webhook)[\w-]+\s*[:=]\s*/i, '')],
  ['freed of the white space inside', joinItems],
  // A query string turns `+` into a space: the spaces that no version follows are put back.
  [PLUS_SIGNS, (value) => value.trimEnd().replace(/ (?!v\d+[a-z]?,)/g, '+')],
];

// White space, and characters that are not seen, also as UTF-8 that was read as Latin-1.
const SPACE =
  /[\s\u00ad\u180e\u200b-\u200f\u2060\ufeff]|\u00c2\u00a0|\u00e2\u0080[\u008b-\u008f]|\u00ef\u00bb\u00bf/g;

function joinItems(value: string): string {
  const items = value.trim().split(/ +(?=v\d+[a-z]?,)/);
  return items.map((item) => item.replace(SPACE, '')).join(' ');
}

/** Source: RFC 2047 section 2. */
function decodeMailWord(value: string): string {
  return value.replace(/=\?[\w-]+\?([bq])\?([^?]*)\?=/gi, (_, encoding: string, text: string) =>
    Buffer.from(
      /b/i.test(encoding) ? Buffer.from(text, 'base64') : decodeQuotedPrintable(text.replaceAll('_', ' ')),
    ).toString('latin1'),
  );
}

/** Quotes and brackets, those of a list of one, and the names that languages put before them: `Optional[…]`, `b'…'`. */
function unwrap(value: string): string {
  return value.replace(/^(?:\s|["'`<[({]|b(?=['"])|[A-Z]\w*(?=[[({]))+|[\s"'`>\])},;]+$/g, '');
}

/** Printable text in base64. Shorter text could be anything. */
function decodeText(value: string): string {
  const bytes = value.length < 12 || value.startsWith('msg_') ? undefined : decodeBase64(value);
  const text = bytes?.toString('latin1') ?? '';
  return /^(?:msg_\w+|\d{9,19}|v1a?,[\w+/-]{16,}=*)$/.test(text) ? text : value;
}

/** How far a token goes; of one that is broken, the character that breaks it, or the end of a text that ends too early. */
export interface Token {
  readonly end: number;
  readonly isBroken: boolean;
}

const QUOTE = 34;
const BACKSLASH = 92;
const FIRST_PRINTABLE = 32;
const WORDS = ['true', 'false', 'null'] as const;

/** The first character from here on that is not JSON's white space, or the length of the text. Never throws. */
export function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

/** Whether the text holds nothing but what JSON calls white space, which a byte order mark is not. Never throws. */
export function isBlank(text: string): boolean {
  return skipSpace(text, 0) === text.length;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Reads a string, a number or a word, whichever its first character says. Takes no stack, however long it is. Never throws. */
export function readToken(text: string, start: number): Token {
  const first = text.charAt(start);
  if (first === '"') return readString(text, start);
  return first === '-' || isDigit(text.charCodeAt(start)) ? readNumber(text, start) : readWord(text, start);
}

function whole(end: number): Token {
  return { end, isBroken: false };
}

function broken(end: number): Token {
  return { end, isBroken: true };
}

function readString(text: string, start: number): Token {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return whole(at + 1);
    if (code < FIRST_PRINTABLE) return broken(at);
    if (code !== BACKSLASH) continue;
    const escaped = readEscape(text, at);
    if (escaped.isBroken) return escaped;
    at = escaped.end - 1;
  }
  return broken(text.length);
}

function readEscape(text: string, start: number): Token {
  const letter = text.charAt(start + 1);
  if (letter !== '' && '"\\/bfnrt'.includes(letter)) return whole(start + 2);
  const isUnicode = /^u[0-9a-f]{4}$/i.test(text.slice(start + 1, start + 6));
  if (isUnicode) return whole(start + 6);
  const isCut = start + 6 > text.length && /^(?:u[0-9a-f]*)?$/i.test(text.slice(start + 1));
  return broken(isCut ? text.length : start);
}

function readNumber(text: string, start: number): Token {
  const first = text.charAt(start) === '-' ? start + 1 : start;
  const integer = text.charAt(first) === '0' ? first + 1 : skipDigits(text, first);
  if (integer === first) return broken(first);
  if (text.charAt(integer) !== '.') return readExponent(text, integer);
  const fraction = skipDigits(text, integer + 1);
  return fraction === integer + 1 ? broken(fraction) : readExponent(text, fraction);
}

function readExponent(text: string, start: number): Token {
  if (!/^[eE]$/.test(text.charAt(start))) return whole(start);
  const digits = /^[+-]$/.test(text.charAt(start + 1)) ? start + 2 : start + 1;
  const end = skipDigits(text, digits);
  return end === digits ? broken(end) : whole(end);
}

function skipDigits(text: string, start: number): number {
  let at = start;
  while (isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function readWord(text: string, start: number): Token {
  const word = WORDS.find((each) => each.startsWith(text.charAt(start)));
  if (word === undefined || text.charAt(start) === '') return broken(start);
  if (text.startsWith(word, start)) return whole(start + word.length);
  const isCut = start + word.length > text.length && word.startsWith(text.slice(start));
  return broken(isCut ? text.length : start);
}

/** The value that a text is, boxed because it can be anything, or undefined when the text is not JSON. Never throws. */
export function findJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** What a string of a JSON text says, from its text with the quotes. Never throws. */
export function unquote(quoted: string): string {
  return quoted.includes('\\') ? String(findJson(quoted)?.value) : quoted.slice(1, -1);
}

/**
 * Where the string that begins at `start` is over: the index after its closing quote, or the end of the text. A regular
 * expression would run out of stack on a string of a megabyte. Never throws.
 */
export function findStringEnd(json: string, start: number): number {
  let quote = json.indexOf('"', start + 1);
  while (quote !== -1 && isEscaped(json, quote)) quote = json.indexOf('"', quote + 1);
  return quote === -1 ? json.length : quote + 1;
}

function isEscaped(json: string, quote: number): boolean {
  let before = quote;
  while (json[before - 1] === '\\') before -= 1;
  return (quote - before) % 2 === 1;
}

/** A string that is a value in a JSON text: where it stands, with its quotes, what it says, and under which key it stands directly. */
export interface PlacedString {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly key: string | undefined;
}

/** All strings of a JSON text that are no keys, in their order. The text has to be JSON. Takes no stack, however deep it is. Never throws. */
export function* readStrings(text: string): Generator<PlacedString> {
  let key: { readonly name: string; readonly valueStart: number } | undefined;
  for (let start = text.indexOf('"'); start !== -1; ) {
    const end = findStringEnd(text, start);
    const value = unquote(text.slice(start, end));
    const next = skipSpace(text, end);
    if (text.charAt(next) === ':') key = { name: value, valueStart: skipSpace(text, next + 1) };
    else yield { start, end, value, key: key?.valueStart === start ? key.name : undefined };
    start = text.indexOf('"', end);
  }
}

/** A bracket, a key or a value; commas and colons are no tokens. */
export type TokenKind = 'open' | 'close' | 'key' | 'string' | 'number' | 'word';

/** Takes the next token; nothing more is read once it returns `stop`. */
export type TakeToken = (kind: TokenKind, start: number, end: number) => 'stop' | undefined;

type Expected = 'value' | 'value_or_end' | 'key' | 'key_or_end' | 'next';

/**
 * Reads the tokens of the value that begins at `start`, and gives where it stops being JSON: the first character that cannot
 * follow, or the length of a text that ends too early; undefined for what `JSON.parse` accepts. Without a start, the whole
 * text has to be one value. Any depth is read without a stack of calls. Throws what `take` throws.
 */
export function scanJson(text: string, start: number | undefined, take: TakeToken): number | undefined {
  // The brackets that are still to be closed.
  const open: ('}' | ']')[] = [];
  let expected: Expected = 'value';
  for (let at = start ?? 0; ; ) {
    at = skipSpace(text, at);
    const isOver = expected === 'next' && open.length === 0;
    if (isOver && (start !== undefined || at === text.length)) return undefined;
    const character = text.charAt(at);
    const closes = expected === 'next' || expected === 'key_or_end' || expected === 'value_or_end';
    let kind: TokenKind | undefined;
    let end = at + 1;
    if (closes && open.length > 0 && character === open.at(-1)) {
      open.pop();
      kind = 'close';
      expected = 'next';
    } else if (expected === 'next') {
      if (character !== ',' || open.length === 0) return at;
      expected = open.at(-1) === '}' ? 'key' : 'value';
    } else if (expected === 'key' || expected === 'key_or_end') {
      if (character !== '"') return at;
      end = findStringEnd(text, at);
      kind = 'key';
      expected = 'value';
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? '}' : ']');
      kind = 'open';
      expected = character === '{' ? 'key_or_end' : 'value_or_end';
    } else {
      end = findTokenEnd(text, at);
      kind = toKind(character);
      expected = 'next';
    }
    if (end < 0) return ~end;
    if (kind !== undefined && take(kind, at, end) === 'stop') return undefined;
    at = end;
    if (kind !== 'key') continue;
    at = skipSpace(text, end);
    if (text.charAt(at) !== ':') return at;
    at += 1;
  }
}

function toKind(first: string): TokenKind {
  if (first === '"') return 'string';
  return first === 't' || first === 'f' || first === 'n' ? 'word' : 'number';
}

/** Offset at which a text stops being JSON; undefined for what `JSON.parse` accepts. Never throws. */
export function findSyntaxError(text: string): number | undefined {
  return scanJson(text, undefined, () => undefined);
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

/** Tells whether the text has nothing but JSON's white space, which a byte order mark is not. Never throws. */
export function isBlank(text: string): boolean {
  return skipSpace(text, 0) === text.length;
}

/** Tells whether a byte or a character is JSON's white space. Never throws. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** Offset behind a string, a number or a word; of a broken one, the complement of the offset where it breaks. */
function findTokenEnd(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return findStringEnd(text, start);
  return first === 45 || isDigit(first) ? findNumberEnd(text, start) : findWordEnd(text, start);
}

function findStringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code < FIRST_PRINTABLE) return ~at;
    if (code !== BACKSLASH) continue;
    const end = findEscapeEnd(text, at);
    if (end < 0) return end;
    at = end - 1;
  }
  return ~text.length;
}

function findEscapeEnd(text: string, start: number): number {
  const letter = text.charAt(start + 1);
  if (letter !== '' && '"\\/bfnrt'.includes(letter)) return start + 2;
  if (/^u[0-9a-f]{4}$/i.test(text.slice(start + 1, start + 6))) return start + 6;
  const isCut = start + 6 > text.length && /^(?:u[0-9a-f]*)?$/i.test(text.slice(start + 1));
  return ~(isCut ? text.length : start);
}

function findNumberEnd(text: string, start: number): number {
  const first = text.charAt(start) === '-' ? start + 1 : start;
  const integer = text.charAt(first) === '0' ? first + 1 : skipDigits(text, first);
  if (integer === first) return ~first;
  const fraction = text.charAt(integer) === '.' ? skipDigits(text, integer + 1) : integer;
  if (fraction === integer + 1) return ~fraction;
  if (!/^[eE]$/.test(text.charAt(fraction))) return fraction;
  const digits = /^[+-]$/.test(text.charAt(fraction + 1)) ? fraction + 2 : fraction + 1;
  const end = skipDigits(text, digits);
  return end === digits ? ~end : end;
}

function skipDigits(text: string, start: number): number {
  let at = start;
  while (isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function findWordEnd(text: string, start: number): number {
  const word = start < text.length ? WORDS.find((each) => each.startsWith(text.charAt(start))) : undefined;
  if (word === undefined) return ~start;
  if (text.startsWith(word, start)) return start + word.length;
  const isCut = start + word.length > text.length && word.startsWith(text.slice(start));
  return ~(isCut ? text.length : start);
}

/** The value that a text is, boxed because it can be anything, or undefined when the text is not JSON. Never throws. */
export function findJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Value of a string of a JSON text, from its text with the quotes. Never throws. */
export function unquote(quoted: string): string {
  return quoted.includes('\\') ? String(findJson(quoted)?.value) : quoted.slice(1, -1);
}

import { toStringValue } from './json-tree.ts';
import { mapStrings } from './strings.ts';

/** How a serialiser writes the characters of a string. */
export interface EscapeStyle {
  /** Completes "its strings have …". */
  readonly words: string;
  /** Which characters are written as `\u` and four digits, besides control characters. */
  readonly escaped: RegExp;
  readonly slash?: true;
  readonly upperCase?: true;
  /** Quotation marks as `\u0022`, as .NET does. */
  readonly quoteAsCode?: true;
}

const NOTHING = /(?!)/;

/** The escapes of common serialisers, the most common first. */
export const ESCAPE_STYLES: readonly EscapeStyle[] = [
  { words: 'as few escapes as possible, as in JavaScript', escaped: NOTHING },
  { words: 'all but ASCII escaped, as in Python', escaped: /[\x7f-\uffff]/ },
  { words: 'slashes and all but ASCII escaped, as in PHP', escaped: /[\x80-\uffff]/, slash: true },
  { words: 'slashes escaped', escaped: NOTHING, slash: true },
  { words: 'HTML characters escaped, as in Go', escaped: /[<>&\u2028\u2029]/ },
  { words: 'HTML characters escaped, as in Gson', escaped: /[<>&='\u2028\u2029]/ },
  { words: 'all but ASCII escaped, and not DEL', escaped: /[\x80-\uffff]/ },
  { words: 'all but ASCII escaped in capitals', escaped: /[\x7f-\uffff]/, upperCase: true },
  {
    words: 'HTML characters and all but ASCII escaped, as in .NET',
    escaped: /[<>&'+`\x7f-\uffff]/,
    upperCase: true,
    quoteAsCode: true,
  },
  { words: 'line and paragraph separators escaped', escaped: /[\u2028\u2029]/ },
];

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** The source of a JSON string with other escapes; anything but a string is left as it is. Never throws. */
export function restyle(source: string, style: EscapeStyle): string {
  if (!source.startsWith('"') || !NEEDS_CARE.test(source.slice(1, -1))) return source;
  return `"${toStringValue(source).replace(SPECIAL, (character) => writeCharacter(character, style))}"`;
}

/**
 * What tells styles apart for this text: two styles with the same answer write it alike. Never throws.
 * @param characters The special characters that occur, each once.
 */
export function toFingerprint(characters: readonly string[], style: EscapeStyle): string {
  return characters.map((character) => writeCharacter(character, style)).join('');
}

/** The special characters that occur in the strings of a JSON text, each once: those a style could escape. Never throws. */
export function findSpecialCharacters(json: string): readonly string[] {
  const found = new Set<string>();
  mapStrings(json, (source) => {
    if (!NEEDS_CARE.test(source.slice(1, -1))) return source;
    for (const [character] of toStringValue(source).matchAll(SPECIAL)) found.add(character);
    return source;
  });
  return [...found];
}

/** The JSON text with other escapes and everything else as it was. Never throws when the text is JSON. */
export function restyleText(json: string, style: EscapeStyle): string {
  return mapStrings(json, (source) => restyle(source, style));
}

// One UTF-16 unit at a time, as JSON escapes them.
const SPECIAL = /[^ !#-%(-*,\-.0-;?-[\]-_a-~]/g;
const NEEDS_CARE = /[^ !#-%(-*,\-.0-;?-[\]-_a-~]/;

function writeCharacter(character: string, { escaped, slash, upperCase, quoteAsCode }: EscapeStyle): string {
  if (character === '/') return slash ? '\\/' : '/';
  if (character === '"' && quoteAsCode) return '\\u0022';
  const short = SHORT[character];
  if (short !== undefined) return short;
  if (character >= ' ' && !escaped.test(character)) return character;
  const digits = character.charCodeAt(0).toString(16).padStart(4, '0');
  return `\\u${upperCase ? digits.toUpperCase() : digits}`;
}

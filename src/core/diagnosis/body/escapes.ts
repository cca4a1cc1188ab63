import { toStringValue } from '../../json/tree.ts';

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
const ESCAPE_STYLES: readonly EscapeStyle[] = [
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

/** A style that writes a text otherwise than it is written. */
export interface Restyling {
  readonly words: string;
  /** Whether it escapes only what it must, as Footprint does. */
  readonly isPlain: boolean;
  /** The JSON text, in whatever layout, with the escapes of this style. */
  readonly rewrite: (json: string) => string;
}

// An escape, or a character that some style escapes. Outside of strings valid JSON has none of them, but for the plus
// sign of an exponent; white space is always escaped inside of strings, and here means layout.
const TOKEN = /\\u[0-9a-fA-F]{4}|\\.|[^\t\n\r !-%(-*,-;=?-[\]-_a-~]|[/=]/g;

/** The styles that write the strings of this JSON text otherwise than they are, each effect once. Never throws. */
export function findRestylings(json: string): readonly Restyling[] {
  const tokens = [...new Set(json.match(TOKEN))];
  const seen = new Set([tokens.join('\0')]);
  return ESCAPE_STYLES.flatMap((style) => {
    const written = tokens.map((token) => writeToken(token, style));
    const effect = written.join('\0');
    if (seen.has(effect)) return [];
    seen.add(effect);
    const byToken = new Map(tokens.map((token, index) => [token, written[index] ?? token]));
    const rewrite = (text: string) => text.replace(TOKEN, (token) => byToken.get(token) ?? token);
    return [{ words: style.words, isPlain: style.escaped === NOTHING && style.slash === undefined, rewrite }];
  });
}

function writeToken(token: string, style: EscapeStyle): string {
  return writeCharacter(token.length === 1 ? token : toStringValue(`"${token}"`), style);
}

function writeCharacter(character: string, { escaped, slash, upperCase, quoteAsCode }: EscapeStyle): string {
  if (character === '/') return slash ? '\\/' : '/';
  if (character === '"' && quoteAsCode) return '\\u0022';
  const short = JSON.stringify(character).slice(1, -1);
  if (short.length === 2 && short.startsWith('\\')) return short;
  if (character >= ' ' && !escaped.test(character)) return character;
  const digits = character.charCodeAt(0).toString(16).padStart(4, '0');
  return `\\u${upperCase ? digits.toUpperCase() : digits}`;
}

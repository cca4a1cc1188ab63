import { Buffer } from 'node:buffer';
import { toStringValue } from '../../json/tree.ts';

/** The texts that a decoder makes of a body; none when the body is not written in its way. */
export type Decoded = readonly (string | Uint8Array)[];

/** The text of a JSON string. Never throws. */
export function decodeJsonString(text: string): Decoded {
  const source = text.trim();
  if (!source.startsWith('"')) return [];
  try {
    return [toStringValue(source)];
  } catch {
    return [];
  }
}

const CONTROLS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  e: '\x1b',
};
const ESCAPE =
  /\\(?:[xu]\{([\da-fA-F]{1,6})\}|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|(.))/gs;

/** The text without backslashes: `\u00e9`, `\u{e9}`, `\xe9`, `\U000000e9`, `\351`, `\n`, `\/`. Never throws. */
export function removeEscapes(text: string): string {
  return text.replace(ESCAPE, (_, ...found) => {
    const [braced, byte, unit, long, octal, other = ''] = found as readonly (string | undefined)[];
    const code = braced ?? byte ?? unit ?? long;
    if (code !== undefined) return toCharacter(Number.parseInt(code, 16));
    return octal === undefined ? (CONTROLS[other] ?? other) : toCharacter(Number.parseInt(octal, 8));
  });
}

/**
 * The text of a string literal of Python, C, Ruby, Rust, Go or a shell, or of a log that escapes in the same way. An
 * escape such as `\xe9` is a byte in most of them and a character in Python's text, so that there can be two.
 * Source: Python 3 language reference, "String and Bytes literals"; nginx, `log_format`; Bash manual, "ANSI-C Quoting".
 */
export function decodeLiteral(text: string): Decoded {
  const literal = text.trim();
  const [, quote, quoted = ''] = /^(?:\w+\()?(?:[bu]|\$)?(['"])(.*)\1\)?$/s.exec(literal) ?? [];
  if (quote === undefined && !/^[[{]?\s*\\/.test(literal)) return [];
  const unescaped = removeEscapes(quote === undefined ? literal : quoted);
  const hasBytes = /[\x80-\xff]/.test(unescaped) && !/[^\x00-\xff]/.test(unescaped);
  return hasBytes ? [Buffer.from(unescaped, 'latin1'), unescaped] : [unescaped];
}

function toCharacter(code: number): string {
  return code > 0x10ffff ? '' : String.fromCodePoint(code);
}

/** The text without the backslashes that were put before its quotes: by PHP's `addslashes`, or in a shell. Never throws. */
export function removeBackslashes(text: string): Decoded {
  if (!/\\["']/.test(text)) return [];
  return [text.replace(/\\(["'\\])/g, '$1'), text.replace(/\\(["'])/g, '$1')];
}

/** The text without the doubled quotes of CSV, SQL or YAML, or of a shell's `'\''`. Never throws. */
export function removeDoubledQuotes(text: string): Decoded {
  const start = text.search(/"[[{]/);
  const end = Math.max(text.lastIndexOf('}"'), text.lastIndexOf(']"')) + 1;
  const cell = start >= 0 && end > start && text.includes('""') ? text.slice(start + 1, end) : undefined;
  const plain = text.trim().replace(/^'(.*)'$/s, '$1');
  return [
    ...(cell === undefined ? [] : [cell.replaceAll('""', '"')]),
    plain.replaceAll("''", "'"),
    plain.replaceAll(/'(?:\\'|"'")'/g, "'"),
  ];
}

/** The bytes of quoted-printable. Source: RFC 2045 section 6.7. Never throws. */
export function decodeQuotedPrintable(text: string): Buffer {
  const decoded = Buffer.from(text)
    .toString('latin1')
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(decoded, 'latin1');
}

/** The text without percent signs, but for those that are not UTF-8. Never throws. */
export function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

/** The names of the characters from U+00A0 to U+00FF. Source: HTML Living Standard, "Named character references". */
const LATIN1_NAMES =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';
const NAMED: ReadonlyMap<string, string> = new Map([
  ...LATIN1_NAMES.split(' ').map((name, index) => [name, String.fromCharCode(0xa0 + index)] as const),
  ...Object.entries({ quot: '"', apos: "'", lt: '<', gt: '>', amp: '&', plus: '+', sol: '/' }),
  ...Object.entries({ equals: '=', comma: ',', period: '.', lowbar: '_' }),
]);

/** The text without HTML escapes, by name or by number. Never throws. */
export function decodeHtml(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{2,8}));/g, (entity, ...found) => {
    const [decimal, hex, name] = found as readonly (string | undefined)[];
    if (name !== undefined) return NAMED.get(name) ?? entity;
    return toCharacter(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal));
  });
}

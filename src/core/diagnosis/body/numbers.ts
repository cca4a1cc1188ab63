import { Buffer } from 'node:buffer';

/** The index before each element: `"0":` in JSON of an array of bytes, `[0] =>` in PHP. */
const INDEX = /"\d+"\s*:|\[?\b\d+\]?\s*=>/g;
/** The length that JavaScript writes before the elements: `Uint8Array(98) [`. */
const COUNT = /^\s*\w+\(\d+\)/;
/** The names that Node writes around the bytes of a Buffer. */
const BUFFER = /"type"\s*:\s*"Buffer"\s*,?|"data"\s*:/g;
const LONGEST_FRAME = 60;

/**
 * The bytes that a language wrote as decimal numbers, signed or not: `{"type":"Buffer","data":[123,34]}`, `[123 34]`,
 * `<<123,34>>`, `123,34`. Undefined for anything else. Never throws.
 */
export function decodeDecimals(text: string): Uint8Array | undefined {
  const whole = text.replace(COUNT, '');
  const first = whole.search(/-?\d/);
  if (first < 0 || first > LONGEST_FRAME || /[^\d\s,;:"[\]=>-]/.test(whole.slice(first, -LONGEST_FRAME)))
    return undefined;
  const list = whole.replace(INDEX, ' ');
  const start = list.search(/-?\d/);
  const end = list.search(/\d\D{0,60}$/) + 1;
  const isFrame = (frame: string) => !frame.replace(BUFFER, '').includes('"');
  if (!isFrame(list.slice(0, start)) || !isFrame(list.slice(end))) return undefined;
  const inner = list.slice(start, end);
  return /[^\d\s,;-]/.test(inner) ? undefined : readDecimals(inner);
}

function readDecimals(list: string): Uint8Array | undefined {
  const bytes = Buffer.alloc(Math.ceil(list.length / 2));
  let count = 0;
  // A loop, as a list of a megabyte has too many items for an array of texts.
  for (const items = /-?\d+/g; ; count += 1) {
    const [item] = items.exec(list) ?? [];
    if (item === undefined) break;
    const value = Number(item);
    if (value < -128 || value > 255) return undefined;
    bytes[count] = value & 0xff;
  }
  return count < 2 ? undefined : bytes.subarray(0, count);
}

/** The bytes of hex in the spellings of languages, databases and shells: `7b22`, `7B-22`, `\x7b\x22`, `0x7b, 0x22`. Never throws. */
export function decodeHex(text: string): Uint8Array | undefined {
  if (/[g-wyz]/i.test(text.slice(LONGEST_FRAME, 1_000))) return undefined;
  const digits = text
    .trim()
    .replace(/^(?:<Buffer |[xX]'|[[{]|<)|[>'\]}]$/g, '')
    .replace(/0x|\\x|[\s,:;-]/gi, '');
  if (digits === '' || digits.length % 2 === 1 || /[^0-9a-f]/i.test(digits)) return undefined;
  return Buffer.from(digits, 'hex');
}

/** A line of a dump: its offset, perhaps a colon, and the bytes. */
const LINE = /^\s*[0-9a-f]{4,16}(:?)\s+([0-9a-f].*)$/i;

/** The bytes of a dump as `xxd`, `hexdump`, `od` and PowerShell's `Format-Hex` print it. Never throws. */
export function decodeDump(text: string): Uint8Array | undefined {
  if (!/^\s*0{4,16}:?\s+[0-9a-f]{2}/i.test(text)) return undefined;
  const lines = text.trimEnd().split(/\r?\n/);
  // `hexdump` and `od` end with a line that is the length alone.
  if (lines.length > 1 && /^[0-9a-f]{4,16}$/i.test(lines.at(-1) ?? '')) lines.pop();
  const parts = lines.map(readLine);
  return parts.includes(undefined) ? undefined : Buffer.concat(parts.flatMap((part) => part ?? []));
}

function readLine(line: string, index: number, lines: readonly string[]): Buffer | undefined {
  const [, colon, rest = ''] = LINE.exec(line) ?? [];
  const digits = /^[0-9a-f]*/i.exec(rest)?.[0].length;
  const words = rest.trim().split(/ +/);
  if (digits === 3) return Buffer.from(words.map((word) => Number.parseInt(word, 8)));
  const isPairs = digits === 6 || (digits === 4 && colon === '');
  // The text beside the bytes begins after the sixteenth, or after three spaces.
  if (!isPairs)
    return Buffer.from((/^(?:[0-9a-f]{2} {0,2}){1,16}/i.exec(rest)?.[0] ?? '').replaceAll(' ', ''), 'hex');
  const bytes = Buffer.from(
    words.flatMap((word) => {
      const pair = Number.parseInt(word, digits === 6 ? 8 : 16);
      return [pair & 0xff, pair >> 8];
    }),
  );
  return index === lines.length - 1 && bytes.at(-1) === 0 ? bytes.subarray(0, -1) : bytes;
}

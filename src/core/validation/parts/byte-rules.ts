import { toBuffer } from '../../bytes.ts';
import { columnBehind, countFeeds } from '../../json/places.ts';
import type { PartTally } from './part-tally.ts';

/** Where an input begins. */
export const BEGINNING = { line: 1, column: 1 } as const;

/** What is said of an input with a byte order mark. */
export const MARKED = {
  code: 'byte_order_mark',
  message:
    'This begins with a byte order mark: `JSON.parse` throws at it. Save it as UTF-8 without one (in some editors: not "UTF-8 with BOM").',
} as const;

/** What is said of UTF-16, in place of what is wrong with each of its lines. */
export const WIDE = {
  code: 'not_utf8',
  message: 'This is UTF-16: save it as UTF-8, in which JSON is always written.',
} as const;

/**
 * Whether bytes are UTF-16: they begin with its byte order mark, or every other byte is 0, as it is of all characters that
 * JSON begins with. No text that is JSON has such a byte. Never throws.
 */
export function isUtf16(bytes: Uint8Array): boolean {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return true;
  if (first === 0xfe && second === 0xff) return true;
  if (fourth === undefined) return false;
  return (
    (first === 0) === (third === 0) && (second === 0) === (fourth === 0) && (first === 0) !== (second === 0)
  );
}

const CARRIAGE_RETURN = 13;

const RETURN = {
  code: 'carriage_return',
  message: 'This line ends with a carriage return, as on Windows: let lines end with a line feed alone.',
} as const;

/** Tells every carriage return: JSON takes it for white space, and has none in texts. Never throws. */
export function tellReturns(bytes: Uint8Array, startColumn: number, { tell }: Pick<PartTally, 'tell'>): void {
  const buffer = toBuffer(bytes);
  let [from, line, column] = [0, 1, startColumn];
  for (let at = buffer.indexOf(CARRIAGE_RETURN); at !== -1; at = buffer.indexOf(CARRIAGE_RETURN, at + 1)) {
    const between = bytes.subarray(from, at);
    line += countFeeds(between);
    column = columnBehind(between, column);
    from = at;
    tell(RETURN, { line, column });
  }
}

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

/** Finding for a text that is UTF-16 or UTF-32, instead of one for each of its lines. */
export function toWideFinding(encoding: string) {
  const message = `This is ${encoding}: save it as UTF-8, in which JSON is always written.`;
  return { code: 'not_utf8', message } as const;
}

/**
 * The encoding of bytes that begin with the byte order mark of UTF-16 or UTF-32, or have zeros where the characters that JSON
 * begins with have them there; undefined for others. No text that is JSON has such a byte. Never throws.
 */
export function findWideEncoding(bytes: Uint8Array): 'UTF-16' | 'UTF-32' | undefined {
  const start = toBuffer(bytes.subarray(0, 4)).toString('hex');
  if (/^(?:fffe0000|0000feff|(?!00)..000000|000000(?!00)..)$/.test(start)) return 'UTF-32';
  return /^(?:fffe|feff|(?!00)..00(?!00)..00$|00(?!00)..00(?!00)..$)/.test(start) ? 'UTF-16' : undefined;
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

/** Parsed, a value takes up to 500 bytes: as many values take about 100 MB. */
const MOST_VALUES = 200_000;
/** Less than this takes little memory, whatever it is. */
const LEAST_BYTES = 1_048_576;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;

/** Message about JSON of which `isExcessive` is true. */
export const EXCESSIVE = {
  code: 'line_too_long',
  message: 'This has more than 200,000 values, and is passed over; the rest is checked.',
} as const;

/**
 * Tells whether JSON of more than 1 MiB has more values, or is nested deeper, than can be parsed in bounded memory. Depth is
 * bounded with it: each level has an opening bracket. Never throws.
 */
export function isExcessive(bytes: Uint8Array): boolean {
  if (bytes.length <= LEAST_BYTES) return false;
  let [values, isInString] = [0, false];
  for (let at = 0; at < bytes.length && values <= MOST_VALUES; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) isInString = !isInString;
    else if (byte === BACKSLASH && isInString) at += 1;
    else if (!isInString && (byte === COMMA || byte === OPEN_ARRAY || byte === OPEN_OBJECT)) values += 1;
  }
  return values > MOST_VALUES;
}

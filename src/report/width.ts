import { eastAsianWidth } from 'get-east-asian-width';

/** ASCII, and what our own lines have besides. */
const NARROW = /^[ -~·…→✓✗–]*$/;
const COMBINING = /^[\p{Mn}\p{Me}]$/u;
/** The selector that makes a symbol an emoji, and so a narrow one wide. */
const EMOJI_SELECTOR = '\ufe0f';

interface Measured {
  readonly character: string;
  readonly columns: number;
}

/** Whether every character is safe and takes one column, which most text is. Never throws. */
export function isNarrow(text: string): boolean {
  return NARROW.test(text);
}

/** The columns that a terminal gives to safe text: two for East Asian wide characters and emoji, none for combining marks. Never throws. */
export function widthOfText(text: string): number {
  if (isNarrow(text)) return text.length;
  let total = 0;
  let last = 0;
  for (const character of text) {
    last = toColumns(character, last);
    total += last;
  }
  return total;
}

/** The longest beginning of safe text that is at most so many columns wide. Never throws. */
export function toStart(text: string, columns: number): string {
  return NARROW.test(text)
    ? text.slice(0, Math.max(0, columns))
    : takeFitting(measure(text), columns).join('');
}

/** The longest end of safe text that is at most so many columns wide. Never throws. */
export function toEnd(text: string, columns: number): string {
  if (NARROW.test(text)) return text.slice(Math.max(0, text.length - columns));
  return takeFitting(measure(text).toReversed(), columns).toReversed().join('');
}

function takeFitting(measured: readonly Measured[], room: number): string[] {
  let used = 0;
  const tooWide = measured.findIndex(({ columns }) => {
    used += columns;
    return used > room;
  });
  const fitting = tooWide === -1 ? measured : measured.slice(0, tooWide);
  return fitting.map(({ character }) => character);
}

function measure(text: string): Measured[] {
  let last = 0;
  return Array.from(text, (character) => {
    last = toColumns(character, last);
    return { character, columns: last };
  });
}

/** The columns of a character behind one that has `last` of them. */
function toColumns(character: string, last: number): number {
  if (character === EMOJI_SELECTOR) return last === 1 ? 1 : 0;
  return COMBINING.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) ?? 0);
}

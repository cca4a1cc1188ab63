import { eastAsianWidth } from 'get-east-asian-width';

/** ASCII, and what our own lines have besides. */
const NARROW = /^[ -~·…→✓✗–]*$/;
/** What a terminal draws as one: an emoji with its parts, or a character with its marks, joiners, and the other letters of a Korean syllable. */
const CLUSTER =
  /\p{ExtPict}[\ufe0e\ufe0f\p{EMod}]?(?:\u200d\p{ExtPict}[\ufe0f\p{EMod}]?)*|.[\p{Mn}\p{Me}\p{DI}\u1160-\u11ff\ud7b0-\ud7fb]*/gsu;
/** A selector, tone or joiner makes a symbol an emoji, and so a narrow one wide. */
const EMOJI = /^\p{ExtPict}[\u200d\p{EMod}]|\ufe0f/u;

interface Measured {
  readonly cluster: string;
  readonly columns: number;
}

/** Whether every character is safe and takes one column, which most text is. Never throws. */
export function isNarrow(text: string): boolean {
  return NARROW.test(text);
}

/** The columns that a terminal gives to safe text: two for East Asian wide characters and emoji, none for combining marks. Never throws. */
export function widthOfText(text: string): number {
  if (isNarrow(text)) return text.length;
  return measure(text).reduce((total, { columns }) => total + columns, 0);
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
  return fitting.map(({ cluster }) => cluster);
}

function measure(text: string): Measured[] {
  return Array.from(text.match(CLUSTER) ?? [], (cluster) => {
    return { cluster, columns: EMOJI.test(cluster) ? 2 : toColumns(cluster) };
  });
}

/** Marks without a character before them take no column. */
function toColumns(cluster: string): number {
  return /^[\p{Mn}\p{Me}]/u.test(cluster) ? 0 : eastAsianWidth(cluster.codePointAt(0) ?? 0);
}

import { eastAsianWidth } from 'get-east-asian-width';
import { toVisible } from './text.ts';

/** What a piece of text means; how that looks is decided by `Paint`. */
export type Style = 'plain' | 'strong' | 'quiet' | 'good' | 'bad' | 'warn' | 'accent';

/** A piece of text in one style. The text may come from outside: it is made safe here, when it is painted. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}

/** A thing that is never broken over two lines. `width` pads it into a column where there is room. */
export interface Field {
  readonly spans: readonly Span[];
  readonly width?: number;
}

/** Wraps safe text in the colours of a style, or leaves it as it is. */
export type Paint = (text: string, style: Style) => string;

/** How wide and in what colours to write. `columns` is Infinity where nothing should be wrapped. */
export interface Page {
  readonly columns: number;
  readonly paint: Paint;
}

const GAP = 2;

/** A field of one piece of text. */
export function field(text: string, style: Style = 'plain', width?: number): Field {
  return { spans: [{ text, style }], ...(width === undefined ? {} : { width }) };
}

/**
 * Fields side by side, in columns where the page is wide enough for them, else filled up line by line with the
 * continuation lines indented by `hang`. A single field wider than the page is wrapped at its spaces.
 * @returns text that ends in a newline. Never throws.
 */
export function row(fields: readonly Field[], page: Page, hang: number): string {
  const present = fields.filter(({ spans }) => spans.some(({ text }) => text !== ''));
  const padded = present.map((each) => Math.max(widthOf(each), each.width ?? 0));
  const total = padded.reduce((sum, width) => sum + width + GAP, -GAP);
  if (total <= page.columns) return `${joinPadded(present, page)}\n`;
  return fill(present, page, hang);
}

function joinPadded(fields: readonly Field[], page: Page): string {
  const cells = fields.map((each, index) => {
    const space = index === fields.length - 1 ? 0 : Math.max(0, (each.width ?? 0) - widthOf(each));
    return paintField(each, page) + ' '.repeat(space);
  });
  return cells.join(' '.repeat(GAP));
}

function fill(fields: readonly Field[], page: Page, hang: number): string {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const each of fields.flatMap((wide) => toFitting(wide, page.columns - hang))) {
    const width = widthOf(each);
    if (line !== '' && used + GAP + width > page.columns) {
      lines.push(line);
      line = '';
    }
    const gap = line === '' ? (lines.length === 0 ? 0 : hang) : GAP;
    used = line === '' ? gap + width : used + gap + width;
    line += ' '.repeat(gap) + paintField(each, page);
  }
  return `${[...lines, line].join('\n')}\n`;
}

/** The field itself where it fits, else its words, gathered to fields that fit as far as words can. */
function toFitting(wide: Field, room: number): readonly Field[] {
  if (widthOf(wide) <= room) return [wide];
  const words = wide.spans.flatMap(({ text, style }) =>
    text.split(/(?<= )/).map((word): Span => ({ text: word, ...(style && { style }) })),
  );
  const lines: Span[][] = [[]];
  for (const word of words) {
    const line = lines.at(-1) ?? [];
    const isFull = line.length > 0 && widthOf({ spans: [...line, word] }) > room;
    if (isFull) lines.push([word]);
    else line.push(word);
  }
  return lines.map((spans) => ({ spans }));
}

/**
 * Running text, wrapped at spaces to the page and indented. A word wider than the page stands on a line of its own.
 * @returns text that ends in a newline. Never throws.
 */
export function paragraph(
  text: string,
  page: Page,
  options: { readonly indent: number; readonly style?: Style },
): string {
  const style = options.style ?? 'plain';
  const room = page.columns - options.indent;
  const lines: string[] = [];
  let line = '';
  for (const word of toVisible(text).split(' ')) {
    if (line !== '' && widthOfText(line) + 1 + widthOfText(word) > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => `${' '.repeat(options.indent)}${page.paint(each, style)}\n`).join('');
}

/**
 * A term with running text beside it, which is indented below its first line too. A term that reaches into the text
 * has a line of its own.
 * @returns text that ends in a newline. Never throws.
 */
export function termed(
  term: Field,
  text: string,
  page: Page,
  options: { readonly indent: number; readonly style?: Style },
): string {
  const body = paragraph(text, page, options);
  const space = options.indent - widthOf(term);
  if (space < GAP) return `${paintField(term, page)}\n${body}`;
  return paintField(term, page) + ' '.repeat(space) + body.slice(options.indent);
}

function paintField(each: Field, page: Page): string {
  return each.spans.map(({ text, style }) => page.paint(toVisible(text), style ?? 'plain')).join('');
}

function widthOf(each: Field): number {
  return each.spans.reduce((sum, { text }) => sum + widthOfText(toVisible(text)), 0);
}

/** The columns that a terminal gives to text: two for East Asian wide characters and emoji, none for combining marks. */
function widthOfText(text: string): number {
  if (NARROW.test(text)) return text.length;
  let total = 0;
  let last = 0;
  for (const character of text) {
    // The selector that makes a symbol an emoji, and so a narrow one wide.
    if (character === '\ufe0f') last = last === 1 ? 1 : 0;
    else last = COMBINING.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) ?? 0);
    total += last;
  }
  return total;
}

const NARROW = /^[ -~]*$/;
const COMBINING = /^[\p{Mn}\p{Me}]$/u;

import { toVisible } from './text.ts';
import { isNarrow, toStart, widthOfText } from './width.ts';

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
  // One loop and no lists, because a line is made for every delivery.
  let line = '';
  let total = -GAP;
  let missing = 0;
  for (const each of fields) {
    if (isEmpty(each)) continue;
    const { text, width, space } = toCell(each, page);
    line += line === '' ? text : ' '.repeat(missing + GAP) + text;
    total += GAP + width + space;
    missing = space;
  }
  if (total <= page.columns) return `${line}\n`;
  return fill(
    fields.filter((each) => !isEmpty(each)),
    page,
    hang,
  );
}

function isEmpty({ spans }: Field): boolean {
  for (const { text } of spans) if (text !== '') return false;
  return true;
}

/** A field in its colours, how wide it is, and how much is missing to the width of its column. */
interface Cell {
  readonly text: string;
  readonly width: number;
  readonly space: number;
}

/** All at once, because a line is made for every delivery, and making text safe takes most of it. */
function toCell({ spans, width: wanted = 0 }: Field, page: Page): Cell {
  let text = '';
  let width = 0;
  for (const span of spans) {
    const isSimple = isNarrow(span.text);
    const visible = isSimple ? span.text : toVisible(span.text);
    text += page.paint(visible, span.style ?? 'plain');
    width += isSimple ? visible.length : widthOfText(visible);
  }
  return { text, width, space: Math.max(0, wanted - width) };
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

/** Text exactly as it is for a pipe or a file, which want the bytes; a terminal would obey some of them. Never throws. */
export function exactly(text: string, page: Page): string {
  return page.columns === Number.POSITIVE_INFINITY ? text : text.split('\n').map(toVisible).join('\n');
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
  const lines = toLines(toVisible(text), page.columns - options.indent);
  return lines.map((each) => `${' '.repeat(options.indent)}${page.paint(each, style)}\n`).join('');
}

function toLines(text: string, room: number): readonly string[] {
  if (widthOfText(text) <= room) return [text.replace(/^ +/, '')];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOfText(line) + 1 + widthOfText(word) > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
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

/**
 * As many of the fields as fit on one line, from the left; the first is cut when even that is too wide.
 * @returns text without a newline, never wider than the page. Never throws.
 */
export function line(fields: readonly Field[], page: Page): string {
  const [first, ...rest] = fields;
  if (first === undefined) return '';
  let used = widthOf(first);
  if (used > page.columns) return paintField(toCut(first, page.columns), page);
  const tooWide = rest.findIndex((each) => {
    used += GAP + widthOf(each);
    return used > page.columns;
  });
  const fitting = tooWide === -1 ? fields : fields.slice(0, 1 + tooWide);
  return fitting.map((each) => paintField(each, page)).join(' '.repeat(GAP));
}

function toCut({ spans }: Field, room: number): Field {
  let left = room;
  const cut = spans.map(({ text, ...span }) => {
    const start = toStart(toVisible(text), left);
    left -= widthOfText(start);
    return { ...span, text: start };
  });
  return { spans: cut };
}

function paintField(each: Field, page: Page): string {
  return each.spans.map(({ text, style }) => page.paint(toVisible(text), style ?? 'plain')).join('');
}

function widthOf(each: Field): number {
  return each.spans.reduce((sum, { text }) => sum + widthOfText(toVisible(text)), 0);
}

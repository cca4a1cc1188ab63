import { type Page, paragraph, type Span } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toCount, toVisible } from '../text.ts';

type Body = RecordOf<'delivery'>['body'];

/** How a body is shown: how far it stands in, and after how many lines it is cut. */
export interface BodyLayout {
  readonly indent: number;
  readonly mostLines: number;
}

const BYTES_IN_LINE = 16;
const LONGEST_LINE = 2_000;

/** A body over several lines, none of which is wrapped, so that it can be copied. Never throws. */
export function renderBody(body: Body, page: Page, layout: BodyLayout): string {
  const start = ' '.repeat(layout.indent);
  switch (body.kind) {
    case 'empty':
      return paragraph('(empty)', page, { indent: layout.indent, style: 'quiet' });
    case 'json':
      return renderJson(body.value, page, layout);
    case 'text': {
      const lines = body.text.split('\n');
      const shown = lines.slice(0, layout.mostLines).map((line) => `${start}${toVisible(cut(line))}\n`);
      const omitted = lines.length > layout.mostLines || body.omittedCharacters !== undefined;
      return shown.join('') + (omitted ? renderCut(page, layout) : '');
    }
    case 'binary': {
      const lines = body.hex.match(new RegExp(`.{1,${2 * BYTES_IN_LINE}}`, 'g')) ?? [];
      const bytes = lines.map(
        (line) => `${start}${page.paint(line.replace(/../g, '$& ').trim(), 'plain')}\n`,
      );
      const more = body.omittedBytes;
      const note = more === undefined ? '' : `… ${toCount(more, 'more byte')}`;
      return (
        bytes.join('') + (note === '' ? '' : paragraph(note, page, { indent: layout.indent, style: 'quiet' }))
      );
    }
  }
}

function renderJson(value: unknown, page: Page, layout: BodyLayout): string {
  const lines: string[] = [];
  for (const { depth, spans } of toJsonLines(value)) {
    if (lines.length === layout.mostLines) return lines.join('') + renderCut(page, layout);
    const text = spans.map((span) => paintSpan(span, page)).join('');
    lines.push(`${' '.repeat(layout.indent + 2 * depth)}${text}\n`);
  }
  return lines.join('');
}

function paintSpan({ text, style }: Span, page: Page): string {
  return page.paint(toVisible(cut(text)), style ?? 'plain');
}

function cut(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}

function renderCut(page: Page, { indent }: BodyLayout): string {
  return paragraph('… there is more of it', page, { indent, style: 'quiet' });
}

/** One line of JSON, in pieces that say what they are; `depth` counts levels of indentation. */
export interface JsonLine {
  readonly depth: number;
  readonly spans: readonly Span[];
}

/**
 * A parsed value line by line, made as they are taken, so that a caller can stop early. As deep as the value is: what is
 * shown is cut at 100 levels. Never throws.
 */
export function* toJsonLines(value: unknown): Generator<JsonLine> {
  yield* linesOf(value, { depth: 0, before: [], after: [] });
}

interface Place {
  readonly depth: number;
  /** The key. */
  readonly before: readonly Span[];
  /** The comma. */
  readonly after: readonly Span[];
}

function* linesOf(value: unknown, { depth, before, after }: Place): Generator<JsonLine> {
  const items = toItems(value);
  if (items === undefined || items.length === 0) {
    yield { depth, spans: [...before, toSpan(value), ...after] };
    return;
  }
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  yield { depth, spans: [...before, { text: open }] };
  for (const [index, [key, item]] of items.entries()) {
    yield* linesOf(item, {
      depth: depth + 1,
      before: key === undefined ? [] : [{ text: JSON.stringify(key), style: 'accent' }, { text: ': ' }],
      after: index === items.length - 1 ? [] : [{ text: ',' }],
    });
  }
  yield { depth, spans: [{ text: close }, ...after] };
}

/** Keys with their values, indexes left out; undefined for what holds nothing. */
function toItems(value: unknown): readonly (readonly [string | undefined, unknown])[] | undefined {
  if (Array.isArray(value)) return value.map((item) => [undefined, item] as const);
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
}

function toSpan(value: unknown): Span {
  const text = JSON.stringify(value) ?? 'null';
  if (typeof value === 'string') return { text, style: 'good' };
  return { text, style: typeof value === 'object' && value !== null ? 'plain' : 'warn' };
}

import type { Span } from '../layout.ts';

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

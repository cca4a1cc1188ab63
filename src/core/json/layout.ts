import type { JsonNode } from './tree.ts';

/** White space as a serialiser puts it. */
export interface Layout {
  /** Completes "the body is laid out …". */
  readonly words: string;
  readonly colon: string;
  /** Between two values on one line; with an indent, what ends the line is a comma. */
  readonly comma: string;
  /** White space of one level; undefined puts everything on one line. */
  readonly indent?: string;
  /** Puts arrays on one line although objects are not. */
  readonly inlineArrays?: true;
  /** End of a line; a line feed unless given. */
  readonly lineEnd?: string;
  /** Puts an empty line between the brackets of an empty array or object. */
  readonly openEmpty?: true;
}

/** Everything on one line and without a space, as Footprint writes it. */
export const COMPACT: Layout = { words: 'compactly', colon: ':', comma: ',' };

/** As people like to read it. */
export const INDENTED = indented('with an indent of 2 spaces', '  ');

/** Other layouts of common serialisers, the most common first. */
export const COMMON_LAYOUTS: readonly Layout[] = [
  { words: 'with a space after each comma and colon, as Python does', colon: ': ', comma: ', ' },
  INDENTED,
  indented('with an indent of 4 spaces', '    '),
  indented('with an indent of a tab', '\t'),
  { words: 'with a space after each colon', colon: ': ', comma: ',' },
  indented('as Jackson does', '  ', { colon: ' : ', inlineArrays: true }),
];

/** Layouts that are tried last. */
export const RARE_LAYOUTS: readonly Layout[] = [
  indented('with an indent of 2 spaces and CRLF, as .NET does', '  ', { lineEnd: '\r\n' }),
  indented('as Swift does', '  ', { colon: ' : ', openEmpty: true }),
  indented('as Perl does', '   ', { colon: ' : ' }),
  indented('with an indent of 1 space', ' '),
  indented('with an indent of 3 spaces', '   '),
  indented('with an indent of 4 spaces and CRLF', '    ', { lineEnd: '\r\n' }),
  indented('with an indent of a tab and CRLF', '\t', { lineEnd: '\r\n' }),
  indented('as Jackson does, with CRLF', '  ', { colon: ' : ', inlineArrays: true, lineEnd: '\r\n' }),
  { words: 'with a space after each comma', colon: ':', comma: ', ' },
  { words: 'with a space after each comma and around each colon', colon: ' : ', comma: ', ' },
];

function indented(words: string, indent: string, rest: Partial<Layout> = {}): Layout {
  return { words, colon: ': ', comma: ',', indent, ...rest };
}

/** The JSON text of a tree in this layout, its strings and numbers as they were written. Never throws. */
export function layOut(tree: JsonNode, layout: Layout): string {
  const { colon, comma, indent, inlineArrays, lineEnd = '\n', openEmpty } = layout;

  function place(
    open: string,
    close: string,
    parts: readonly string[],
    margin: string,
    inline: boolean,
  ): string {
    if (parts.length === 0 && openEmpty) return `${open}${lineEnd}${lineEnd}${margin}${close}`;
    if (parts.length === 0) return inline && indent !== undefined ? `${open} ${close}` : open + close;
    if (indent === undefined) return open + parts.join(comma) + close;
    if (inline) return `${open} ${parts.join(', ')} ${close}`;
    const inner = `${lineEnd}${margin}${indent}`;
    return `${open}${inner}${parts.join(`,${inner}`)}${lineEnd}${margin}${close}`;
  }

  function toText(node: JsonNode, margin: string): string {
    if (node.kind === 'scalar') return node.source;
    const inline = inlineArrays === true && (node.kind === 'array' || node.members.length === 0);
    const below = node.kind === 'array' && inline ? margin : margin + (indent ?? '');
    const parts =
      node.kind === 'array'
        ? node.items.map((item) => toText(item, below))
        : node.members.map(({ key, value }) => key + colon + toText(value, below));
    return node.kind === 'array'
      ? place('[', ']', parts, margin, inline)
      : place('{', '}', parts, margin, inline);
  }

  return toText(tree, '');
}

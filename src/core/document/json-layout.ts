import type { JsonNode } from './json-tree.ts';

/** Where a serialiser puts white space. */
export interface Layout {
  /** Completes "the body is laid out …". */
  readonly words: string;
  readonly colon: string;
  /** Between two values on one line; with an indent, what ends the line is a comma. */
  readonly comma: string;
  /** White space of one level; undefined puts everything on one line. */
  readonly indent?: string;
  /** How an array is laid out when it is on one line although objects are not. */
  readonly inlineArrays?: true;
}

/** Everything on one line and without a space, as Footprint writes it. */
export const COMPACT: Layout = { words: 'compactly', colon: ':', comma: ',' };

/** As people like to read it. */
export const INDENTED: Layout = {
  words: 'with an indent of 2 spaces',
  colon: ': ',
  comma: ',',
  indent: '  ',
};

/** The layouts of common serialisers, the most common first. */
export const LAYOUTS: readonly Layout[] = [
  COMPACT,
  { words: 'with a space after each comma and colon, as Python does', colon: ': ', comma: ', ' },
  INDENTED,
  { words: 'with an indent of 4 spaces', colon: ': ', comma: ',', indent: '    ' },
  { words: 'with an indent of a tab', colon: ': ', comma: ',', indent: '\t' },
  { words: 'with a space after each colon', colon: ': ', comma: ',' },
  { words: 'as Jackson does', colon: ' : ', comma: ',', indent: '  ', inlineArrays: true },
];

/** The JSON text of a tree in this layout, its strings and numbers as they were written. Never throws. */
export function layOut(tree: JsonNode, layout: Layout): string {
  const { colon, comma, indent, inlineArrays } = layout;

  function place(
    open: string,
    close: string,
    parts: readonly string[],
    margin: string,
    inline: boolean,
  ): string {
    if (parts.length === 0) return inline && indent !== undefined ? `${open} ${close}` : open + close;
    if (indent === undefined) return open + parts.join(comma) + close;
    if (inline) return `${open} ${parts.join(', ')} ${close}`;
    const inner = `\n${margin}${indent}`;
    return `${open}${inner}${parts.join(`,${inner}`)}\n${margin}${close}`;
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

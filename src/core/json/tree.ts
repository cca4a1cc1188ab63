import { scanJson } from './scan.ts';
import { DEEPEST } from './walk.ts';

/** JSON with the text of every string and number as it was written, so that writing it again loses nothing but layout. */
export type JsonNode =
  /** The text as in the source: a string with its quotes and escapes, a number, `true`, `false` or `null`. */
  | { readonly kind: 'scalar'; readonly source: string }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly members: readonly JsonMember[] };

/** A key, as in the source with its quotes, and its value. */
export interface JsonMember {
  readonly key: string;
  readonly value: JsonNode;
}

/**
 * The tree of a JSON text, or undefined when it is not JSON or is nested deeper than 200 levels. A byte order mark
 * is no JSON. Never throws.
 */
export function parseTree(text: string): JsonNode | undefined {
  const open: Open[] = [];
  let root: JsonNode | undefined;
  let key = '';
  const error = scanJson(text, undefined, (kind, start, end) => {
    const inner = open.at(-1);
    if (kind === 'key') key = text.slice(start, end);
    else if (kind === 'close') open.pop();
    else {
      const node = kind === 'open' ? toOpen(text.charAt(start)) : scalar(text.slice(start, end));
      if (inner === undefined) root = node;
      else if (inner.kind === 'array') inner.items.push(node);
      else inner.members.push({ key, value: node });
      if (node.kind !== 'scalar') open.push(node);
    }
    return open.length > DEEPEST ? 'stop' : undefined;
  });
  return error === undefined && open.length === 0 ? root : undefined;
}

/** An array or object to which is still added. */
type Open =
  | { readonly kind: 'array'; readonly items: JsonNode[] }
  | { readonly kind: 'object'; readonly members: JsonMember[] };

function toOpen(bracket: string): Open {
  return bracket === '[' ? { kind: 'array', items: [] } : { kind: 'object', members: [] };
}

function scalar(source: string): Extract<JsonNode, { readonly kind: 'scalar' }> {
  return { kind: 'scalar', source };
}

/** The text of a JSON string, from its source with quotes. Never throws when it is one. */
export function toStringValue(source: string): string {
  const value: unknown = JSON.parse(source);
  return typeof value === 'string' ? value : source;
}

/** The same tree with the keys of every object in the order of their code units. Never throws. */
export function sortKeys(node: JsonNode): JsonNode {
  if (node.kind === 'scalar') return node;
  if (node.kind === 'array') return { kind: 'array', items: node.items.map(sortKeys) };
  const members = node.members
    .map(({ key, value }) => ({ key, value: sortKeys(value) }))
    .toSorted((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
  return { kind: 'object', members };
}

/** Tells whether every object of the tree has its keys in order. Never throws. */
export function isSorted(node: JsonNode): boolean {
  if (node.kind === 'scalar') return true;
  if (node.kind === 'array') return node.items.every(isSorted);
  return node.members.every(
    ({ key, value }, index) => (node.members[index - 1]?.key ?? '') <= key && isSorted(value),
  );
}

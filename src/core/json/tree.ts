import { findStringEnd } from './scan.ts';

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

// A bracket, a comma, a colon, the quote that begins a string, or a number or word up to the next of these.
const TOKEN = /[\t\n\r ]*(["{}[\],:]|[^\s"{}[\],:]+)/y;
/** How many levels of a value are read. */
export const DEEPEST = 200;

/**
 * The tree of a JSON text, or undefined when it is not JSON or is nested deeper than 200 levels. A byte order mark
 * is no JSON. Never throws.
 */
export function parseTree(text: string): JsonNode | undefined {
  if (!isJson(text)) return undefined;
  const read = new RegExp(TOKEN);
  let depth = 0;

  function next(): string {
    const token = read.exec(text)?.[1] ?? '';
    if (token !== '"') return token;
    const start = read.lastIndex - 1;
    read.lastIndex = findStringEnd(text, start);
    return text.slice(start, read.lastIndex);
  }

  // The text is known to be JSON, so that commas and colons need no check.
  function readNode(token: string): JsonNode | undefined {
    if (token !== '[' && token !== '{') return { kind: 'scalar', source: token };
    depth += 1;
    const node = depth > DEEPEST ? undefined : token === '[' ? readArray() : readObject();
    depth -= 1;
    return node;
  }

  function readArray(): JsonNode | undefined {
    const items: JsonNode[] = [];
    for (let token = next(); token !== ']'; token = next()) {
      const item = token === ',' ? undefined : readNode(token);
      if (token !== ',' && item === undefined) return undefined;
      if (item !== undefined) items.push(item);
    }
    return { kind: 'array', items };
  }

  function readObject(): JsonNode | undefined {
    const members: JsonMember[] = [];
    for (let token = next(); token !== '}'; token = next()) {
      if (token === ',') continue;
      next();
      const value = readNode(next());
      if (value === undefined) return undefined;
      members.push({ key: token, value });
    }
    return { kind: 'object', members };
  }

  return readNode(next());
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

/** Whether every object of the tree has its keys in order. Never throws. */
export function isSorted(node: JsonNode): boolean {
  if (node.kind === 'scalar') return true;
  if (node.kind === 'array') return node.items.every(isSorted);
  return node.members.every(
    ({ key, value }, index) => (node.members[index - 1]?.key ?? '') <= key && isSorted(value),
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

import { type AnyNode, parse, type ValueNode } from '@humanwhocodes/momoa';
import type { PathStep } from '../events/finding.ts';
import type { Source } from './split.ts';

/** A place in a file: line and column count from 1, the column in UTF-16 units as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds places in the text of one source. Reading the text is done once, at the first question. */
export interface Locator {
  /** Where the value at the path begins; of a path that is not there, the nearest value that holds it. Never throws. */
  readonly placeOf: (path: readonly PathStep[]) => Place;
  /** The exact text of the value at the path, as it stands in the file. Never throws. */
  readonly textOf: (path: readonly PathStep[]) => string;
  /** Where and why the text is not JSON; the words hold none of it but one character. Never throws. */
  readonly syntaxError: () => Place & { readonly problem: string };
}

/** A locator for a source; momoa reads the JSON because it keeps the range of every value, which `JSON.parse` does not. */
export function createLocator({ text, startLine, root }: Source): Locator {
  let tree: AnyNode | undefined | 'unread' = 'unread';
  const find = (path: readonly PathStep[]): readonly [number, number] => {
    if (tree === 'unread') tree = parseTree(text);
    return rangeOf(tree, [...root, ...path]) ?? [startOfValue(text), text.length];
  };
  return {
    placeOf: (path) => toPlace(text, find(path)[0], startLine),
    textOf: (path) => text.slice(...find(path)),
    syntaxError: () => findSyntaxError(text, startLine),
  };
}

function parseTree(text: string): AnyNode | undefined {
  try {
    return parse(text, { mode: 'json', ranges: true });
  } catch {
    return undefined;
  }
}

function rangeOf(
  tree: AnyNode | undefined,
  path: readonly PathStep[],
): readonly [number, number] | undefined {
  if (tree?.type !== 'Document') return undefined;
  let node: ValueNode = tree.body;
  for (const step of path) {
    const next = childOf(node, step);
    if (next === undefined) break;
    node = next;
  }
  return node.range;
}

// Of a key that stands twice, the last one counts, as it does for JSON.parse.
function childOf(node: ValueNode, step: PathStep): ValueNode | undefined {
  if (node.type === 'Array') return typeof step === 'number' ? node.elements[step]?.value : undefined;
  if (node.type !== 'Object') return undefined;
  return node.members.findLast(({ name }) => name.type === 'String' && name.value === step)?.value;
}

function startOfValue(text: string): number {
  return Math.max(0, text.search(/[^\s]/));
}

function toPlace(text: string, offset: number, startLine: number): Place {
  const before = text.slice(0, offset);
  const lastFeed = before.lastIndexOf('\n');
  const feeds = lastFeed === -1 ? 0 : before.split('\n').length - 1;
  return { line: startLine + feeds, column: offset - lastFeed };
}

function findSyntaxError(text: string, startLine: number): Place & { readonly problem: string } {
  const offset = offsetOfError(text);
  const character = offset < text.length ? String.fromCodePoint(text.codePointAt(offset) ?? 0) : undefined;
  const problem =
    character === undefined ? 'the text ends too early' : `unexpected ${JSON.stringify(character)}`;
  return { ...toPlace(text, offset, startLine), problem };
}

// Behind the text stands what can never follow: momoa blames the end of a text on its last token otherwise.
const NEVER_JSON = ' \u0001';

function offsetOfError(text: string): number {
  // momoa takes control characters in strings, which JSON does not allow.
  if (parseTree(text) !== undefined) return offsetOfControlCharacter(text);
  try {
    parse(text + NEVER_JSON, { mode: 'json' });
  } catch (error) {
    if (error instanceof Error && 'offset' in error) return Math.min(Number(error.offset), text.length);
  }
  return 0;
}

function offsetOfControlCharacter(text: string): number {
  for (const { 0: string, index } of text.matchAll(/"(?:[^"\\]+|\\.)*"/gs)) {
    const inside = string.search(/[\u0000-\u001f]/);
    if (inside !== -1) return index + inside;
  }
  return 0;
}

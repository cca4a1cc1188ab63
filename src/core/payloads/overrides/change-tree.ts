import { AppError } from '../../error.ts';
import { formatPath } from '../../events/wording.ts';
import { findBadBytes } from '../../json/encoding.ts';
import { createPiece, skipMark } from '../../json/piece.ts';
import type { PathStep, Place } from '../../json/places.ts';
import { findJson } from '../../json/scan.ts';
import { explainSyntaxError } from '../../json/syntax-error.ts';
import { type JsonMember, type JsonNode, parseTree, toStringValue } from '../../json/tree.ts';
import { DEEPEST } from '../../json/walk.ts';

/** Where a value goes. With `appends` it is put behind the last one of the array there. */
export interface Destination {
  readonly steps: readonly PathStep[];
  readonly appends: boolean;
}

/** The value with another one placed in it, or why that cannot be: a sentence and a hint. */
export type Placing =
  | { readonly kind: 'placed'; readonly tree: JsonNode }
  | { readonly kind: 'misfit'; readonly message: string; readonly hint: string };

/**
 * Places a value. Objects and arrays on the way to it are made where there is nothing or `null`. Arrays get no holes, and
 * nothing that holds no values is replaced by something that does. Never throws.
 * @param tree undefined where there is nothing yet.
 */
export function placeValue(
  tree: JsonNode | undefined,
  destination: Destination,
  value: JsonNode,
  depth = 0,
): Placing {
  const { steps, appends } = destination;
  const step = steps[depth];
  if (step === undefined && !appends) return { kind: 'placed', tree: value };
  const container = tree === undefined || isNull(tree) ? toEmpty(step) : tree;
  const here = steps.slice(0, depth);
  switch (container.kind) {
    case 'scalar':
      return toMisfit(
        here,
        `is ${nameNode(container)}, so that nothing can stand below it`,
        'Set it as a whole.',
      );
    case 'object':
      return step === undefined
        ? toMisfit(here, 'is an object, to which nothing can be appended', 'Name the field in place of [].')
        : placeInObject(container, String(step));
    case 'array':
      return placeInArray(container.items, step ?? container.items.length);
  }

  function placeInObject(object: Extract<JsonNode, { kind: 'object' }>, key: string): Placing {
    const members = toMembers(object);
    const placing = placeValue(members.get(key)?.value, destination, value, depth + 1);
    if (placing.kind === 'misfit') return placing;
    setMember(members, key, placing.tree);
    return { kind: 'placed', tree: toObject(members) };
  }

  function placeInArray(items: readonly JsonNode[], wanted: PathStep): Placing {
    const index = toIndex(wanted);
    const next = `${formatPath(here)}[${items.length}]`;
    if (index === undefined)
      return toMisfit(here, 'is an array', `Name a place in it by its number: ${next}.`);
    if (index > items.length) {
      const words = `has ${items.length} ${items.length === 1 ? 'value' : 'values'}, and a value at ${index} would leave a hole`;
      return toMisfit(here, words, `The next one is ${next}; ${formatPath(here)}[] is always the next.`);
    }
    const placing = placeAt(items[index]);
    if (placing.kind === 'misfit') return placing;
    return { kind: 'placed', tree: { kind: 'array', items: items.toSpliced(index, 1, placing.tree) } };
  }

  function placeAt(item: JsonNode | undefined): Placing {
    // What is appended goes no deeper.
    if (step === undefined) return { kind: 'placed', tree: value };
    return placeValue(item, destination, value, depth + 1);
  }
}

/** The value without the one at a place, or undefined when nothing is there. What follows it in an array moves up. Never throws. */
export function removeValue(tree: JsonNode, [step, ...rest]: readonly PathStep[]): JsonNode | undefined {
  if (step === undefined || tree.kind === 'scalar') return undefined;
  if (tree.kind === 'array') {
    const index = toIndex(step) ?? -1;
    const item = tree.items[index];
    if (item === undefined) return undefined;
    const left = rest.length === 0 ? [] : [removeValue(item, rest)];
    if (left.includes(undefined)) return undefined;
    return {
      kind: 'array',
      items: tree.items.toSpliced(index, 1, ...left.filter((each) => each !== undefined)),
    };
  }
  const members = toMembers(tree);
  const member = members.get(String(step));
  if (member === undefined) return undefined;
  if (rest.length === 0) members.delete(String(step));
  else {
    const left = removeValue(member.value, rest);
    if (left === undefined) return undefined;
    setMember(members, String(step), left);
  }
  return toObject(members);
}

function toEmpty(step: PathStep | undefined): JsonNode {
  return typeof step === 'string' ? { kind: 'object', members: [] } : { kind: 'array', items: [] };
}

/** A number may be written as a name, too: `fields.0`. */
function toIndex(step: PathStep): number | undefined {
  if (typeof step === 'number') return step;
  return /^(?:0|[1-9]\d{0,5})$/.test(step) ? Number(step) : undefined;
}

function toMisfit(path: readonly PathStep[], words: string, hint: string): Placing {
  const name = path.length === 0 ? 'the payload' : `\`${formatPath(path)}\``;
  return { kind: 'misfit', message: `${name} ${words}.`, hint };
}

/**
 * A value with a JSON Merge Patch applied: objects are merged, `null` removes, all else replaces. What the patch does not
 * name stays as it is written, in its order; new members come last. Never throws.
 * Source: RFC 7396, section 2 (2014).
 * @param target undefined where there is nothing yet.
 */
export function mergePatch(target: JsonNode | undefined, patch: JsonNode): JsonNode {
  if (patch.kind !== 'object') return patch;
  const members = target?.kind === 'object' ? toMembers(target) : new Map();
  for (const [key, { value }] of toMembers(patch)) {
    if (isNull(value)) members.delete(key);
    else setMember(members, key, mergePatch(members.get(key)?.value, value));
  }
  return toObject(members);
}

/** The members of an object by their keys, in its order. Of a key that stands twice the last one counts, as for `JSON.parse`. */
type Members = ReadonlyMap<string, JsonMember>;

/** The members of an object. Never throws. */
export function toMembers({ members }: Extract<JsonNode, { kind: 'object' }>): Map<string, JsonMember> {
  return new Map(members.map((member) => [toKey(member.key), member]));
}

/** The object with these members. Never throws. */
export function toObject(members: Members): JsonNode {
  return { kind: 'object', members: [...members.values()] };
}

/** A member with a new value: an old one keeps its place and the way its key is written. Never throws. */
export function setMember(members: Map<string, JsonMember>, key: string, value: JsonNode): void {
  members.set(key, { key: members.get(key)?.key ?? JSON.stringify(key), value });
}

/** Tells whether a value is `null`. Never throws. */
export function isNull(node: JsonNode): boolean {
  return node.kind === 'scalar' && node.source === 'null';
}

/** The node of a text, or of another value without parts. Never throws. */
export function toScalar(value: string | boolean | null): JsonNode {
  return { kind: 'scalar', source: JSON.stringify(value) };
}

/** The type of a value with its article, as in messages: `a string`. Never throws. */
function nameNode(node: JsonNode): string {
  if (node.kind !== 'scalar') return node.kind === 'array' ? 'an array' : 'an object';
  if (node.source.startsWith('"')) return 'a string';
  if (node.source === 'null') return 'null';
  return node.source === 'true' || node.source === 'false' ? 'a boolean' : 'a number';
}

function toKey(source: string): string {
  return source.includes('\\') ? toStringValue(source) : source.slice(1, -1);
}

/** JSON that can be changed, or the reason why not. The problem completes "this file …". */
type TreeReading =
  | { readonly kind: 'tree'; readonly tree: JsonNode }
  | { readonly kind: 'problem'; readonly problem: string; readonly place?: Place };

/** Reads JSON so that writing it again loses nothing but layout. A byte order mark may stand before it. Never throws. */
export function readTree(bytes: Uint8Array): TreeReading {
  const piece = createPiece(skipMark(bytes), 1);
  const [bad] = findBadBytes(piece);
  if (bad !== undefined)
    return { kind: 'problem', place: bad.place, problem: `is not UTF-8: byte ${bad.byte}` };
  const tree = parseTree(piece.text);
  if (tree !== undefined) return { kind: 'tree', tree };
  if (findJson(piece.text) !== undefined)
    return { kind: 'problem', problem: `is nested deeper than ${DEEPEST} levels` };
  const { problem, ...place } = explainSyntaxError({ piece, root: [] });
  return { kind: 'problem', place, problem: `is not JSON: ${problem}` };
}

/**
 * The same where there is no going on without it. Throws AppError `file_malformed`: `patch.json:3:1 is not JSON: …`.
 * @param name What the bytes are called: a file, a fixture.
 */
export function demandTree(bytes: Uint8Array, name: string, hint: string): JsonNode {
  const reading = readTree(bytes);
  if (reading.kind === 'tree') return reading.tree;
  const { place, problem } = reading;
  const where = place === undefined ? name : `${name}:${place.line}:${place.column}`;
  throw new AppError('file_malformed', `${where} ${problem}.`, hint);
}

import { formatPath } from '../../events/wording.ts';
import type { PathStep } from '../../json/places.ts';
import type { JsonNode } from '../../json/tree.ts';
import { isNull, nameNode, setMember, toMembers, toObject } from './members.ts';

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

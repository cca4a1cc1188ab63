import type { PathStep } from './places.ts';
import { scanJson, unquote } from './scan.ts';

/** Number of levels of a value that are read. */
export const DEEPEST = 200;

/** A key or a value that is text or a number, and the way to it. */
export interface PlacedToken {
  readonly kind: 'key' | 'string' | 'number';
  readonly start: number;
  readonly end: number;
  /** True when its object has had this key before. */
  readonly isRepeated: boolean;
  /** The last step to it: the key itself; undefined for a value that is in no other. */
  readonly step: PathStep | undefined;
  /** The way to it, of which at most the first 200 steps. Holds only until the next token is taken. */
  readonly path: () => readonly PathStep[];
}

/** An object or array that is not closed yet: of an object the keys so far. */
interface Open {
  readonly keys: Set<string> | undefined;
  step: PathStep;
}

/**
 * Takes the keys, texts and numbers of the value that begins at `start`, in their order and as often as each is there, which
 * `JSON.parse` does not keep; nothing more once `take` returns `stop`. The text has to be JSON. Throws what `take` throws.
 */
export function walkJson(
  text: string,
  start: number,
  take: (token: PlacedToken) => 'stop' | undefined,
): void {
  const open: Open[] = [];
  const path = () => open.slice(0, DEEPEST).map(({ step }) => step);
  scanJson(text, start, (kind, from, end) => {
    if (kind === 'close') {
      open.pop();
      return undefined;
    }
    const inner = open.at(-1);
    let isRepeated = false;
    if (kind === 'key' && inner?.keys !== undefined) {
      const key = unquote(text.slice(from, end));
      isRepeated = inner.keys.has(key);
      inner.keys.add(key);
      inner.step = key;
    } else if (typeof inner?.step === 'number') inner.step += 1;
    if (kind === 'open') {
      const isObject = text.charAt(from) === '{';
      open.push(isObject ? { keys: new Set(), step: '' } : { keys: undefined, step: -1 });
    }
    if (kind === 'open' || kind === 'word') return undefined;
    return take({ kind, start: from, end, isRepeated, step: inner?.step, path });
  });
}

/** A key of an object, and where it and its value begin. */
interface Member {
  readonly key: string;
  readonly keyStart: number;
  readonly start: number;
}

/** The members of the object that begins here, as often as each is there; none of any other value. Never throws. */
export function readMembers(text: string, start: number): readonly Member[] {
  const members: Member[] = [];
  let depth = 0;
  let key = '';
  let keyStart = start;
  if (text.charAt(start) !== '{') return members;
  scanJson(text, start, (kind, from, end) => {
    if (kind === 'close') depth -= 1;
    else if (depth === 1 && kind === 'key') {
      key = unquote(text.slice(from, end));
      keyStart = from;
    } else if (depth === 1) members.push({ key, keyStart, start: from });
    if (kind === 'open') depth += 1;
    return undefined;
  });
  return members;
}

function readElementStarts(text: string, start: number): readonly number[] {
  const starts: number[] = [];
  let depth = 0;
  scanJson(text, start, (kind, from) => {
    if (kind === 'close') depth -= 1;
    else if (depth === 1) starts.push(from);
    if (kind === 'open') depth += 1;
    return undefined;
  });
  return starts;
}

/** Finds the offset of the value under a key or an index; undefined when there is none. */
export type FindChild = (step: PathStep) => number | undefined;

/**
 * Reads through one object or array of a JSON text and keeps where its values begin, so that each can then be found at
 * once. Of a key that is repeated the last one counts, as it does for `JSON.parse`. Other values have no children.
 * Takes time in proportion to the value. Never throws.
 */
export function indexChildren(text: string, start: number): FindChild {
  if (text.charAt(start) === '[') {
    const starts = readElementStarts(text, start);
    return (step) => (typeof step === 'number' ? starts[step] : undefined);
  }
  const members = new Map<string, number>();
  for (const member of readMembers(text, start)) members.set(member.key, member.start);
  return (step) => (typeof step === 'string' ? members.get(step) : undefined);
}

/** The offset behind the value that begins here in a JSON text. Never throws. */
export function endOfValue(text: string, start: number): number {
  let last = start;
  scanJson(text, start, (_, __, end) => {
    last = end;
    return undefined;
  });
  return last;
}

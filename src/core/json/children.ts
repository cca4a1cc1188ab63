import type { PathStep } from './places.ts';
import { readToken, skipSpace, unquote } from './scan.ts';

/** Where the value under a key or an index begins; undefined when there is none. */
export type FindChild = (step: PathStep) => number | undefined;

/**
 * Reads through one object or array of a JSON text and keeps where its values begin, so that each can then be found at
 * once. Of a key that stands twice the last one counts, as it does for `JSON.parse`. Other values have no children.
 * Takes time in proportion to the value, and no stack, however deep it is. Never throws.
 */
export function indexChildren(text: string, start: number): FindChild {
  if (text.charAt(start) === '[') {
    const starts = Array.from(elementStarts(text, start));
    return (step) => (typeof step === 'number' ? starts[step] : undefined);
  }
  const members = new Map<string, number>();
  for (const { key, start: valueStart } of readMembers(text, start)) members.set(key, valueStart);
  return (step) => (typeof step === 'string' ? members.get(step) : undefined);
}

function* elementStarts(text: string, start: number): Generator<number> {
  let at = skipSpace(text, start + 1);
  while (!isEnd(text, at)) {
    yield at;
    at = nextChild(text, at);
  }
}

/** A key of an object, and where it and its value begin. */
interface Member {
  readonly key: string;
  readonly keyStart: number;
  readonly start: number;
}

/** The members of the object that begins here, as often as each stands there; none of any other value. Never throws. */
export function* readMembers(text: string, start: number): Generator<Member> {
  if (text.charAt(start) !== '{') return;
  let at = skipSpace(text, start + 1);
  while (!isEnd(text, at)) {
    const keyStart = at;
    const { end } = readToken(text, at);
    at = skipSpace(text, skipSpace(text, end) + 1);
    yield { key: unquote(text.slice(keyStart, end)), keyStart, start: at };
    at = nextChild(text, at);
  }
}

function isEnd(text: string, at: number): boolean {
  return at >= text.length || text.charAt(at) === ']' || text.charAt(at) === '}';
}

function nextChild(text: string, at: number): number {
  const end = skipSpace(text, endOfValue(text, at));
  return text.charAt(end) === ',' ? skipSpace(text, end + 1) : end;
}

/** The offset behind the value that begins here in a JSON text. Never throws. */
export function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; ) {
    const character = text.charAt(at);
    if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    // What stands between values inside is stepped over one by one.
    const isToken = character === '"' || depth === 0;
    at = isToken && !'}]'.includes(character) ? Math.max(readToken(text, at).end, at + 1) : at + 1;
    if (depth === 0) return at;
  }
  return text.length;
}

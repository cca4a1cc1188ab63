import type { PathStep } from './places.ts';
import { readToken, skipSpace, unquote } from './scan.ts';
import { DEEPEST } from './tree.ts';

/** A key or a value that is text or a number, where it stands in a JSON text. */
export interface JsonToken {
  readonly kind: 'key' | 'string' | 'number';
  readonly start: number;
  readonly end: number;
  /** Whether its object has had this key before. */
  readonly isRepeated: boolean;
  /** The way to it, of which at most the first 200 steps. Holds only until the next token is asked for. */
  readonly path: () => readonly PathStep[];
}

/** An object or array that is not closed yet: of an object the keys so far. */
interface Open {
  readonly keys: Set<string> | undefined;
  step: PathStep;
  expectsKey: boolean;
}

/**
 * The keys, texts and numbers of the value that begins at `start`, in their order and as often as each stands there, which
 * `JSON.parse` does not keep. The text has to be JSON. Takes no stack of calls, however deep it is. Never throws.
 */
export function* walkJson(text: string, start: number): Generator<JsonToken> {
  const open: Open[] = [];
  const path = () => open.slice(0, DEEPEST).map(({ step }) => step);
  let at = start;
  do {
    at = skipSpace(text, at);
    const inner = open.at(-1);
    const character = text.charAt(at);
    if (isMark(character)) {
      takeMark(character, open);
      at += 1;
      continue;
    }
    const { end } = readToken(text, at);
    if (character === '"' && inner?.expectsKey === true) {
      const isRepeated = enterKey(inner, unquote(text.slice(at, end)));
      yield { kind: 'key', start: at, end, isRepeated, path };
    } else if (character === '"') yield { kind: 'string', start: at, end, isRepeated: false, path };
    else if (!/[tfn]/.test(character)) yield { kind: 'number', start: at, end, isRepeated: false, path };
    // A text that is no JSON would else be read for ever.
    at = Math.max(end, at + 1);
  } while (open.length > 0 && at < text.length);
}

function isMark(character: string): boolean {
  return character !== '' && '{}[],:'.includes(character);
}

function takeMark(mark: string, open: Open[]): void {
  const inner = open.at(-1);
  if (mark === '{') open.push({ keys: new Set(), step: '', expectsKey: true });
  else if (mark === '[') open.push({ keys: undefined, step: 0, expectsKey: false });
  else if (mark === '}' || mark === ']') open.pop();
  else if (mark === ',' && inner !== undefined) {
    if (typeof inner.step === 'number') inner.step += 1;
    inner.expectsKey = inner.keys !== undefined;
  }
}

function enterKey(inner: Open, key: string): boolean {
  const isRepeated = inner.keys?.has(key) === true;
  inner.keys?.add(key);
  inner.step = key;
  inner.expectsKey = false;
  return isRepeated;
}

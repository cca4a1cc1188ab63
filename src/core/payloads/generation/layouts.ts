import { Buffer } from 'node:buffer';
import { findBodyText } from '../../bytes.ts';
import { COMPACT, layOut } from '../../json/layout.ts';
import { type JsonMember, type JsonNode, parseTree, sortKeys } from '../../json/tree.ts';

/** Ways to write a payload; all but `compact` are such as no serialiser writes. */
export const BODY_LAYOUTS = ['compact', 'spaced', 'escaped'] as const;
export type BodyLayout = (typeof BODY_LAYOUTS)[number];

const WRITERS: Readonly<Record<BodyLayout, (tree: JsonNode) => string>> = {
  compact: (tree) => layOut(tree, COMPACT),
  spaced: (tree) => `${layOut(tree, { ...COMPACT, colon: ' : ', comma: ' , ' })}\n`,
  escaped: (tree) => layOut(tree, COMPACT).replace(STRING, escapeAll),
};

/**
 * The same JSON in another layout: every key in its place, every number as it is written. A body that is not JSON, or is
 * deeper than 200 levels, stays the same object. Never throws.
 */
export function layBody(body: Uint8Array, layout: BodyLayout): Uint8Array {
  const tree = parseTree(findBodyText(body) ?? '');
  return tree === undefined ? body : Buffer.from(WRITERS[layout](tree));
}

const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/g;

/** A string with all but letters, digits and spaces as escapes. */
function escapeAll(string: string): string {
  return string.replace(/\\.|[^\w "]/g, (character) => {
    if (character.startsWith('\\')) return character;
    if (character === '/') return '\\/';
    return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

/** A documented example in a form that differs from what any serialiser makes of it. */
interface OddExample {
  /** Property that it tests. */
  readonly name: string;
  readonly fixture: string;
  readonly write: (members: readonly JsonMember[]) => string;
}

const EXTERNAL_ID: JsonMember = {
  key: '"external_id"',
  value: { kind: 'scalar', source: '"Zoë & <Łukasz> 北京 😀 e\u0301"' },
};
const DECIMAL: JsonMember = { key: '"sequence"', value: { kind: 'scalar', source: '1.0' } };

/** Few, because each is sent with every `--all`. */
export const ODD_EXAMPLES: readonly OddExample[] = [
  {
    name: 'keys in another order, spaces, a line feed at the end',
    fixture: 'onboarding.completed',
    write: (members) => WRITERS.spaced({ kind: 'object', members: members.toReversed() }),
  },
  {
    name: 'letters beyond ASCII, a combining accent, markup',
    fixture: 'user.manual_review',
    write: (members) => WRITERS.compact(sortKeys({ kind: 'object', members: [...members, EXTERNAL_ID] })),
  },
  {
    name: 'escapes, and 1.0 in an additional field',
    fixture: 'vault.updated',
    write: (members) => WRITERS.escaped({ kind: 'object', members: [...members, DECIMAL] }),
  },
];

/** The odd form of an example. Throws nothing for the body of an event. */
export function toOddBody(body: Uint8Array, { write }: OddExample): Uint8Array {
  const tree = parseTree(findBodyText(body) ?? '');
  return tree?.kind === 'object' ? Buffer.from(write(tree.members)) : body;
}

/** The same object with white space at its beginning, so that it has this many bytes. Never throws. */
export function padBody(body: Uint8Array, bytes: number): Uint8Array {
  const padded = Buffer.alloc(Math.max(bytes, body.length), ' ');
  padded.set(body.subarray(0, 1));
  padded.set(body.subarray(1), padded.length - body.length + 1);
  return padded;
}

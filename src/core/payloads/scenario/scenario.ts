import { type IdForm, SANDBOX_IDS } from '../../events/id-form.ts';
import type { PathStep } from '../../json/places.ts';
import { type JsonNode, toStringValue } from '../../json/tree.ts';
import type { SuccessRule } from '../../sending/retries.ts';
import { toScalar } from '../overrides/change-tree.ts';
import type { Complain } from './yaml-source.ts';

/** A scenario as its file says it, without a mistake in its form: steps refer only to steps that are there. */
export interface Scenario {
  readonly name: string;
  readonly description?: string;
  /** By name: a text, or an id that is made for each run. */
  readonly variables: ReadonlyMap<string, Variable>;
  readonly steps: readonly Step[];
  /** Makes the failure for something that turns out to be wrong at a path of the file. */
  readonly complain: Complain;
}

/** Value of `${name}`. */
export type Variable =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'new_id'; readonly of: IdKind };

/** One step: something happens at Footprint, and is sent. */
export interface Step {
  /** The name that the file gives, or `step 3`. */
  readonly name: string;
  readonly origin: Origin;
  /** A JSON Merge Patch. */
  readonly merge?: JsonNode;
  readonly set: readonly SetEntry[];
  readonly unset: readonly UnsetEntry[];
  /** Pause before it. */
  readonly delayMs: number;
  readonly success: SuccessRule;
  /** Number of times it is sent in a row with the same id, at least once. */
  readonly copies: number;
  /** The number of a later step after which it is sent, although it happens here. */
  readonly sendAfter?: number;
  readonly allowInvalid: boolean;
}

/** Where the payload of a step comes from. */
export type Origin =
  /** An event or a fixture. */
  | { readonly kind: 'event'; readonly name: string }
  /** A file, relative to that of the scenario. */
  | { readonly kind: 'file'; readonly path: string }
  /** As it is written there. */
  | { readonly kind: 'payload'; readonly node: JsonNode }
  /** The number of an earlier step, whose message comes again. */
  | { readonly kind: 'repeat'; readonly step: number };

/** A value to set, at a place of the payload. */
export interface SetEntry extends UnsetEntry {
  /** Tells whether it is put behind the last one of the array at the place. */
  readonly appends: boolean;
  readonly value: JsonNode;
  /** A value without quotes as it stands there: it gets the type that the event's schema wants. */
  readonly text?: string;
}

/** A place of the payload as it is written, and as steps. */
export interface UnsetEntry {
  readonly written: string;
  readonly steps: readonly PathStep[];
}

/** The ids that can be made for a run, by the words that stand for them in a file: what they begin with, and how many characters follow. */
const ID_KINDS = {
  'new person id': SANDBOX_IDS.person,
  'new business id': SANDBOX_IDS.business,
  'new onboarding id': SANDBOX_IDS.onboarding,
  'new playbook key': SANDBOX_IDS.playbook,
  'new link id': SANDBOX_IDS.link,
  'new external id': { prefix: 'customer-', length: 12 },
} as const satisfies Record<string, IdForm>;

/** The words for one of them. */
type IdKind = keyof typeof ID_KINDS;

/** All of these words. */
export const ID_WORDS: readonly string[] = Object.keys(ID_KINDS);

/** Tells whether these are the words for an id. Never throws. */
export function isIdKind(words: string): words is IdKind {
  return Object.hasOwn(ID_KINDS, words);
}

/**
 * An id of the sandbox in the form that Footprint's have. Never throws.
 * @param base62 Makes so many characters that no other run has.
 */
export function makeId(kind: IdKind, base62: (length: number) => string): string {
  const { prefix, length } = ID_KINDS[kind];
  return prefix + base62(length);
}

/** The variable that is always there: the time of the step. */
export const TIME_VARIABLE = 'timestamp';

// One that is not closed is a mistake, and reaches to the end.
const PLACEHOLDER = /\$\$\{|\$\{([^}]*)\}|(\$\{[^}]*)$/g;

/** The names between `${` and `}` in a text, with the `${` itself where it is not closed; `$${` is only a way to write `${`. Never throws. */
export function findPlaceholders(text: string): readonly string[] {
  const names = Array.from(text.matchAll(PLACEHOLDER), ([, name, unclosed]) => name ?? unclosed);
  return names.filter((name) => name !== undefined);
}

/** The text with the values of the variables in it. Never throws. */
export function fillText(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(PLACEHOLDER, (whole, name: string | undefined) => {
    return whole.startsWith('$$') ? whole.slice(1) : (values.get(name ?? '') ?? whole);
  });
}

/** The same in every text of a JSON value, but not in its keys. Never throws. */
export function fillNode(node: JsonNode, values: ReadonlyMap<string, string>): JsonNode {
  switch (node.kind) {
    case 'scalar':
      return node.source.includes('$') ? toScalar(fillText(toStringValue(node.source), values)) : node;
    case 'array':
      return { kind: 'array', items: node.items.map((item) => fillNode(item, values)) };
    case 'object':
      return {
        kind: 'object',
        members: node.members.map(({ key, value }) => ({ key, value: fillNode(value, values) })),
      };
  }
}

/** A text somewhere in a value. */
interface PlacedText {
  readonly path: readonly PathStep[];
  readonly text: string;
}

/** Every text in a value, with its path. Never throws. */
export function* listTexts(value: unknown, path: readonly PathStep[]): Generator<PlacedText> {
  if (typeof value === 'string') yield { path, text: value };
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, each] of Object.entries(value))
    yield* listTexts(each, [...path, isList ? Number(key) : key]);
}

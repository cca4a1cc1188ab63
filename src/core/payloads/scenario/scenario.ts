import { type IdForm, SANDBOX_IDS } from '../../events/id-form.ts';
import type { PathStep } from '../../json/places.ts';
import type { JsonNode } from '../../json/tree.ts';
import type { SuccessRule } from '../../sending/success-rule.ts';
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

/** What `${name}` stands for. */
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
  /** How long nothing is sent before it. */
  readonly delayMs: number;
  readonly success: SuccessRule;
  /** How often it is sent in a row with the same id, at least once. */
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
  /** Whether it is put behind the last one of the array at the place. */
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

/** Whether these are the words for an id. Never throws. */
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

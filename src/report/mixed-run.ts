import { findBodyText, toBuffer } from '../core/bytes.ts';
import { isSuccess } from '../core/delivery/delivery.ts';
import { maskFreeText } from '../core/events/masking.ts';
import { isPayloadObject, toEventKind } from '../core/events/payload.ts';
import { findJson } from '../core/json/scan.ts';
import { toBytes, toShort, toVisible } from './text.ts';

/** A delivery of a run and its answer. */
export interface Answered {
  /** The message: one that was accepted at any attempt is not among the refused. */
  readonly key: string;
  readonly status: number;
  /** Whether the answer alone would make one doubt the secret. */
  readonly doubtsSecret: boolean;
  readonly facts: Facts;
}

/** Everything that can set a delivery apart from others. */
export interface Facts {
  readonly bytes: number;
  /** Words that complete "only the refused ones have". */
  readonly traits: readonly string[];
  readonly fields: readonly string[];
}

const REWRITTEN = {
  beyond: 'characters beyond ASCII',
  escapes: 'escapes in strings',
  markup: "< > & or ' in strings",
  slashes: '/ in strings',
  spaced: 'white space between values',
  edges: 'white space before or after the JSON',
  mark: 'a byte order mark',
  unsorted: 'keys that are not sorted',
  numbers: 'numbers that JavaScript writes in another way',
} as const;
const FAR = 'a time more than 5 minutes from now';

/** The facts about a delivery. Never throws. */
export function toFacts(body: Uint8Array, isFar: boolean): Facts {
  const text = findBodyText(body);
  const value = findJson((text ?? '').replace(/^\ufeff/, ''))?.value;
  const isObject = isPayloadObject(value);
  const fields = isObject ? Object.entries(value) : [];
  const names = fields.map(([name]) => name);
  const event = toEventKind(value);
  const live = isObject ? value['is_live'] : undefined;
  const traits = pick([
    [REWRITTEN.beyond, toBuffer(body).some((byte) => byte > 0x7f)],
    ['bytes that are not UTF-8', text === undefined],
    ...toTextTraits(text ?? ''),
    [REWRITTEN.unsorted, names.some((name, index) => name < (names[index - 1] ?? ''))],
    [FAR, isFar],
    ['a body that is not a JSON object', !isObject],
    [`the event ${toShort(toVisible(maskFreeText(event ?? '')), 60)}`, event !== null],
    [`is_live: ${live}`, typeof live === 'boolean'],
    ['nested objects or lists', fields.some(([, each]) => typeof each === 'object' && each !== null)],
  ]);
  return { bytes: body.length, traits, fields: names.filter((name) => /^[a-z_]{1,40}$/i.test(name)) };
}

type Trait = readonly [words: string, isThere: boolean];

function pick(traits: readonly Trait[]): readonly string[] {
  return traits.filter(([, isThere]) => isThere).map(([words]) => words);
}

function toTextTraits(text: string): readonly Trait[] {
  const [strings, rest] = [[] as string[], [] as string[]];
  let at = 0;
  for (let start = text.indexOf('"'); start !== -1; start = text.indexOf('"', at)) {
    rest.push(text.slice(at, start));
    at = findStringEnd(text, start);
    strings.push(text.slice(start + 1, at - 1));
  }
  rest.push(text.slice(at));
  const outside = rest.join('"');
  const has = (pattern: RegExp) => strings.some((each) => pattern.test(each));
  const numbers = outside.match(/-?\d[\d.eE+-]*/g) ?? [];
  return [
    [REWRITTEN.escapes, has(/\\/)],
    [REWRITTEN.markup, has(/[<>&']/)],
    [REWRITTEN.slashes, has(/\//)],
    [REWRITTEN.spaced, /\S\s+\S/.test(outside.trim())],
    [REWRITTEN.edges, /^[ \t\r\n]|[ \t\r\n]$/.test(text)],
    [REWRITTEN.mark, text.startsWith('\ufeff')],
    [REWRITTEN.numbers, numbers.some((each) => String(Number(each)) !== each)],
  ];
}

/** Where the string that begins at `start` ends in a text that may be no JSON: behind its closing quote, or with the text. */
function findStringEnd(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote !== -1 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote === -1 ? text.length : quote + 1;
}

function isEscaped(text: string, quote: number): boolean {
  let before = quote;
  while (text[before - 1] === '\\') before -= 1;
  return (quote - before) % 2 === 1;
}

/** Overload, limits of rate and proxies refuse a delivery for what it is not. */
const SAYS_NOTHING: readonly number[] = [408, 409, 429];
const MOST_HINTS = 3;
/** Answers of each kind, accepted and refused, that are kept of a run, whatever they are. */
export const MOST_ANSWERS = 200;
const AGAIN =
  'The secret is right: each refused message was accepted at another time. The log of the app says more.';

/**
 * The difference between the accepted deliveries of a run and those refused with each status, the most frequent status
 * first; empty where all or none were accepted. Never throws.
 */
export function explainMixedRun(answers: readonly Answered[]): readonly string[] {
  const accepted = answers.filter(({ status }) => isSuccess(status));
  const keys = new Set(accepted.map(({ key }) => key));
  const unaccepted = answers.filter(
    ({ status }) => status >= 400 && status <= 500 && !SAYS_NOTHING.includes(status),
  );
  const refused = unaccepted.filter(({ key }) => !keys.has(key));
  if (accepted.length === 0) return [];
  if (refused.length === 0) return unaccepted.some(({ doubtsSecret }) => doubtsSecret) ? [AGAIN] : [];
  return Object.values(Object.groupBy(refused, ({ status }) => status))
    .flatMap((group = []) => [group])
    .toSorted((one, other) => other.length - one.length)
    .slice(0, MOST_HINTS)
    .map((group) => explainRefused(accepted, group));
}

function explainRefused(accepted: readonly Answered[], refused: readonly Answered[]): string {
  const doubted = refused.some(({ doubtsSecret }) => doubtsSecret);
  const [taken, left] = [countMessages(accepted), countMessages(refused)];
  // Of a longer run, some were not kept.
  const isAll = Math.max(accepted.length, refused.length) < MOST_ANSWERS;
  const share = isAll ? `${taken} of ${taken + left} payloads` : `${taken} payloads or more, and not ${left}`;
  const counts = `${doubted ? 'The secret is right: the' : 'The'} app accepted ${share}.`;
  const traits = findDifferences(
    accepted.map(({ facts }) => facts),
    refused.map(({ facts }) => facts),
  );
  const [first] = traits;
  if (first === undefined) {
    const nothing =
      'Event, fields, size, characters, layout and time do not set the refused ones apart: the log of the app says more.';
    return `${counts} ${nothing}`;
  }
  const shown = traits.map(({ words, count }) =>
    count === refused.length ? words : `${words} (${count} of ${refused.length})`,
  );
  const shared =
    refused.length === 1 ? 'Only the refused one has' : 'All refused ones have, and no accepted one has';
  const whose = traits.every(({ count }) => count === refused.length) ? shared : 'Only refused ones have';
  return `${counts} ${whose}: ${shown.join('; ')}. ${toAdvice(first.words, doubted)}`;
}

function toAdvice(words: string, doubted: boolean): string {
  if (words.startsWith('more than ')) return 'Does something limit the size, or read only the first part?';
  if (words === FAR) return 'They must be signed anew.';
  return doubted && (Object.values(REWRITTEN) as readonly string[]).includes(words)
    ? 'The app verifies a body that was parsed, decoded or written anew: verify the raw bytes.'
    : 'Look at how the app handles these.';
}

/**
 * Tells whether an accepted delivery has something that no other has, or lacks something that all others have: without it,
 * the refused ones could seem to be the only ones. Never throws.
 */
export function isUnlike(accepted: readonly Answered[], { facts }: Answered): boolean {
  const others = accepted.map((each) => each.facts);
  const known = new Set(others.flatMap(({ traits, fields }) => [...traits, ...fields]));
  return (
    others.every(({ bytes }) => bytes < facts.bytes) ||
    [...facts.traits, ...facts.fields].some((each) => !known.has(each)) ||
    toCommonFields(others).some((name) => !facts.fields.includes(name))
  );
}

function toCommonFields([first, ...others]: readonly Facts[]): readonly string[] {
  return first?.fields.filter((name) => others.every(({ fields }) => fields.includes(name))) ?? [];
}

function countMessages(answers: readonly Answered[]): number {
  return new Set(answers.map(({ key }) => key)).size;
}

interface Difference {
  readonly words: string;
  /** Number of refused deliveries that have it. No accepted one has. */
  readonly count: number;
}

const MOST_DIFFERENCES = 3;
const SMALL_BYTES = 8_000;

/** Traits of refused deliveries alone: those that all of them have, else the fewest that cover at least half of them. */
function findDifferences(accepted: readonly Facts[], refused: readonly Facts[]): readonly Difference[] {
  const largest = Math.max(...accepted.map(({ bytes }) => bytes));
  const common = toCommonFields(accepted);
  const toTraits = ({ bytes, traits, fields }: Facts) => [
    ...(bytes > largest && bytes >= SMALL_BYTES ? [`more than ${toBytes(largest)}`] : []),
    ...traits,
    ...common.filter((name) => !fields.includes(name)).map((name) => `no field ${name}`),
    ...fields.map((name) => `the field ${name}`),
  ];
  const known = new Set(accepted.flatMap(toTraits));
  const own = refused.map((each) => new Set(toTraits(each).filter((words) => !known.has(words))));
  const names = [...new Set(own.flatMap((traits) => [...traits]))];
  const differences = names
    // Fields tell something only where nothing else does: each event has its own.
    .filter((words) => !isField(words) || names.every(isField))
    .map((words) => ({ words, count: own.filter((traits) => traits.has(words)).length }));
  const shared = differences.filter(({ count }) => count === refused.length);
  if (shared.length > 0) return shared.slice(0, MOST_DIFFERENCES);
  const chosen: Difference[] = [];
  let left: readonly ReadonlySet<string>[] = own;
  for (const each of differences.toSorted((one, other) => other.count - one.count)) {
    const rest = left.filter((traits) => !traits.has(each.words));
    if (rest.length < left.length) chosen.push(each);
    left = rest;
    if (chosen.length === MOST_DIFFERENCES) break;
  }
  return left.length * 2 > own.length ? [] : chosen;
}

function isField(words: string): boolean {
  return /^(?:the|no) field /.test(words);
}

import { findEventOfKind } from '../../events/catalogue.ts';
import { COMPACT, layOut } from '../../json/layout.ts';
import { type JsonMember, type JsonNode, sortKeys } from '../../json/tree.ts';
import { type TriedBody, toBody } from '../change.ts';
import { findRestylings } from './escapes.ts';
import type { BodyView } from './view.ts';

type Members = readonly JsonMember[];

/** The members of an event as they may have been. */
interface Edit {
  /** Completes "the body is laid out compactly …". */
  readonly words: string;
  readonly covers: string;
  readonly members: Members;
}

/** Events are small, and of a larger body there would be too much to try. */
const MOST_BYTES = 16_384;
/** Of so many fields all subsets are tried; of more, each alone and all together. */
const MOST_SUBSETS = 7;
const MOST_NUMBERS = 16;

/**
 * The event as it was before a typed model or a middleware wrote it anew: with nulls that were dropped, without fields
 * that were added, with its keys, numbers and time in their first form. Compact and with sorted keys, as Footprint
 * writes it; none when the body is not a JSON object. Never throws.
 */
export function* findFields(view: BodyView): Generator<TriedBody> {
  const came = toMembers(view);
  if (came === undefined) return;
  const renamed = toMembersOf(mapTree({ kind: 'object', members: came }, toSnakeCase));
  const isRenamed = renamed.some(({ key }, index) => key !== came[index]?.key);
  const edit = (members: Members) =>
    [dropAdded, restoreNulls, rewriteTime, rewriteNumbers].flatMap((find) => find(members));
  for (const each of edit(came)) yield* toVariants(each);
  if (!isRenamed) return;
  yield* toVariants({ ...RENAMED, members: renamed });
  for (const each of edit(renamed))
    yield* toVariants({ ...each, words: `${RENAMED.words} and ${each.words}` });
}

const RENAMED = { words: 'with its keys in snake_case', covers: 'keys in snake_case' };

/**
 * The event with the last digits of its time: Footprint sends nine after the second, a clock of microseconds keeps six and
 * .NET seven. Most programs cut the rest off, PostgreSQL rounds. Never throws.
 */
export function* findLostDigits(view: BodyView): Generator<TriedBody> {
  const members = toMembers(view) ?? [];
  const [, start, digits = ''] =
    /^"(\S{10}T\S{8}\.)(\d{6,7})(?:Z|\+00:00)"$/.exec(findTime(members) ?? '') ?? [];
  if (start === undefined) return;
  const unit = 10 ** (9 - digits.length);
  const covers = `the last ${9 - digits.length} digits of the time`;
  // What was cut off, and then half a unit down, for what was rounded up.
  for (let index = 0; index < unit * 1.5; index += 1) {
    const nanoseconds = Number(digits) * unit + (index < unit ? index : unit - 1 - index);
    if (nanoseconds < 0) continue;
    const time = `"${start}${String(nanoseconds).padStart(9, '0')}Z"`;
    yield* toVariants({ words: `with ${covers}`, covers, members: withTime(members, time) });
  }
}

/** Whether the time of the event ends with milliseconds, so that its last digits are lost for good. Never throws. */
export function hasMilliseconds(view: BodyView): boolean {
  return /^"\S{19}\.\d{3}(?:Z|\+00:00)"$/.test(findTime(toMembers(view) ?? []) ?? '');
}

function toMembers(view: BodyView): Members | undefined {
  const tree = view.bytes.length > MOST_BYTES ? undefined : view.tree();
  return tree?.kind === 'object' && tree.members.length > 0 ? tree.members : undefined;
}

function toMembersOf(node: JsonNode): Members {
  return node.kind === 'object' ? node.members : [];
}

function* toVariants({ words, covers, members }: Edit): Generator<TriedBody> {
  const json = layOut(sortKeys({ kind: 'object', members }), COMPACT);
  const [style] = findRestylings(json);
  for (const text of style?.isPlain ? [json, style.rewrite(json)] : [json])
    yield toBody('body_fields_changed', `the body is laid out compactly ${words}`, text, { covers });
}

function findFieldsOfEvent(members: Members) {
  const kind = members.find(({ key }) => key === '"event_kind"')?.value;
  return kind?.kind === 'scalar' ? (findEventOfKind(kind.source.slice(1, -1))?.fields ?? []) : [];
}

/** Fields that Footprint does not send, and nulls that it may not have sent. */
function dropAdded(members: Members): readonly Edit[] {
  const known = new Set(findFieldsOfEvent(members).map(({ name }) => `"${name}"`));
  const added = members.filter(({ key, value }) => {
    return (
      (!known.has(key) && key !== '"event_kind"') || (value.kind === 'scalar' && value.source === 'null')
    );
  });
  return toSubsets(added).map((dropped) => ({
    words: dropped.length === 1 ? 'without a field that was added' : 'without fields that were added',
    covers: 'added fields',
    members: members.filter((member) => !dropped.includes(member)),
  }));
}

function restoreNulls(members: Members): readonly Edit[] {
  const missing = findFieldsOfEvent(members)
    .filter(({ name, nullable }) => nullable && !members.some(({ key }) => key === `"${name}"`))
    .map(({ name }): JsonMember => ({ key: `"${name}"`, value: { kind: 'scalar', source: 'null' } }));
  return toSubsets(missing).map((dropped) => ({
    words: dropped.length === 1 ? 'with a null that was dropped' : 'with nulls that were dropped',
    covers: 'dropped nulls',
    members: [...members, ...dropped],
  }));
}

/** The subsets but the empty one, the smallest first. */
function toSubsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length > MOST_SUBSETS) return [...items.map((item) => [item]), items];
  const numbers = Array.from({ length: 2 ** items.length - 1 }, (_, index) => index + 1);
  const subsets = numbers.map((bits) => items.filter((_, index) => (bits >> index) & 1));
  return subsets.toSorted((one, other) => one.length - other.length);
}

function findTime(members: Members): string | undefined {
  const value = members.find(({ key }) => key === '"timestamp"')?.value;
  return value?.kind === 'scalar' ? value.source : undefined;
}

function withTime(members: Members, source: string): Members {
  return members.map((member) =>
    member.key === '"timestamp"' ? { key: member.key, value: { kind: 'scalar', source } } : member,
  );
}

/** The same moment in the forms of other serialisers: with `Z`, an offset or neither, with and without zeros at the end. */
function rewriteTime(members: Members): readonly Edit[] {
  const source = findTime(members) ?? '';
  const [, date, time, fraction = '', zone = ''] =
    /^"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)?"$/.exec(source) ?? [];
  const seconds = Date.parse(`${date}T${time}${zone === '' ? 'Z' : zone.replace(/^(...)(\d\d)$/, '$1:$2')}`);
  if (Number.isNaN(seconds)) return [];
  const start = new Date(seconds).toISOString().slice(0, 19);
  const digits = fraction.replace(/0+$/, '');
  const fractions = [
    '',
    ...[digits.length, 3, 6, 9]
      .filter((length) => length > 0)
      .map((length) => `.${digits.padEnd(length, '0')}`),
  ];
  const exact = fractions.filter((each) => each !== '' || digits === '');
  const forms = ['Z', '+00:00', ''].flatMap((end) => exact.map((each) => `"${start}${each}${end}"`));
  return [...new Set(forms)]
    .filter((form) => form !== source)
    .map((form) => ({
      words: 'with its time in another form',
      covers: 'the time in other forms',
      members: withTime(members, form),
    }));
}

/** Numbers that JavaScript writes without `.0`, and Java and Python with it: all of them, and each alone. */
function rewriteNumbers(members: Members): readonly Edit[] {
  const rewrites: readonly (readonly [RegExp, (source: string) => string])[] = [
    [/^-?\d+$/, (source) => `${source}.0`],
    [/^-?\d+\.0+$/, (source) => source.replace(/\.0+$/, '')],
  ];
  return rewrites.flatMap(([shape, rewrite]) => {
    const rewriteThose = (isChosen: (index: number) => boolean) => {
      let count = 0;
      const scalar = (source: string) => {
        if (!shape.test(source)) return source;
        count += 1;
        return isChosen(count - 1) ? rewrite(source) : source;
      };
      return { members: toMembersOf(mapTree({ kind: 'object', members }, toSame, scalar)), count };
    };
    const all = rewriteThose(() => true);
    const single = all.count < 2 ? 0 : Math.min(all.count, MOST_NUMBERS);
    const alone = Array.from({ length: single }, (_, chosen) => rewriteThose((index) => index === chosen));
    return (all.count === 0 ? [] : [all, ...alone]).map((each) => ({
      words: 'with its numbers in another form',
      covers: 'numbers with and without .0',
      members: each.members,
    }));
  });
}

/** A key as a naming policy of C# or Java wrote it: `eventKind`, `EventKind`. */
function toSnakeCase(key: string): string {
  return key.replace(/(^"|[a-z\d])([A-Z])/g, (_, before: string, capital: string) => {
    return `${before}${before === '"' ? '' : '_'}${capital.toLowerCase()}`;
  });
}

function mapTree(node: JsonNode, toKey = toSame, toScalar = toSame): JsonNode {
  if (node.kind === 'scalar') return { kind: 'scalar', source: toScalar(node.source) };
  const map = (value: JsonNode) => mapTree(value, toKey, toScalar);
  if (node.kind === 'array') return { kind: 'array', items: node.items.map(map) };
  return {
    kind: 'object',
    members: node.members.map(({ key, value }) => ({ key: toKey(key), value: map(value) })),
  };
}

function toSame(source: string): string {
  return source;
}

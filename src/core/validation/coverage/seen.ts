import { EVENTS } from '../../events/catalogue.ts';
import type { FieldDefinition } from '../../events/definition.ts';
import { isPayloadObject, type PayloadObject } from '../../events/payload.ts';
import type { Seen } from '../parts/part.ts';

/** Counts events, and the documented values of their fields. */
export interface SeenCount {
  /** Counts a payload; nothing of what the catalogue does not have. Never throws. */
  readonly add: (payload: PayloadObject) => void;
  readonly seen: () => Seen;
}

/** A count that begins at nothing. It is asked of every payload of a file, and hence does no more than it must. */
export function createSeenCount(): SeenCount {
  const counts = new Map<unknown, EventCount>();
  return {
    add: (payload) => {
      const kind = payload['event_kind'];
      const count = counts.get(kind) ?? openCount(kind, counts);
      if (count === undefined) return;
      count.total += 1;
      for (const each of count.fields) countField(payload, each);
    },
    seen: () => Object.fromEntries(Array.from(counts, ([kind, count]) => [kind, toPlain(count)])),
  };
}

interface EventCount {
  total: number;
  readonly fields: readonly FieldCount[];
}

interface FieldCount {
  readonly name: string;
  /** From the payload, as people write it. */
  readonly place: string;
  /** A count for each documented value. */
  readonly values: ReadonlyMap<unknown, { count: number }>;
  /** Those of an object. */
  readonly fields: readonly FieldCount[];
}

function openCount(kind: unknown, counts: Map<unknown, EventCount>): EventCount | undefined {
  const definition = EVENTS.find((each) => each.kind === kind);
  if (definition === undefined) return undefined;
  const count = { total: 0, fields: toFieldCounts(definition.fields, '') };
  counts.set(kind, count);
  return count;
}

function toFieldCounts(fields: readonly FieldDefinition[], above: string): readonly FieldCount[] {
  return fields.flatMap(({ name, values = [], fields: inner = [] }) => {
    if (values.length + inner.length === 0) return [];
    const place = above + name;
    const counts = new Map(values.map((value) => [value, { count: 0 }]));
    return [{ name, place, values: counts, fields: toFieldCounts(inner, `${place}.`) }];
  });
}

function countField(payload: PayloadObject, { name, values, fields }: FieldCount): void {
  const value = payload[name];
  if (typeof value === 'string') {
    const found = values.get(value);
    if (found !== undefined) found.count += 1;
  } else if (fields.length > 0 && isPayloadObject(value)) {
    for (const each of fields) countField(value, each);
  }
}

function toPlain({ total, fields }: EventCount): Seen[string] {
  return { count: total, values: Object.fromEntries(fields.flatMap(toPlainValues)) };
}

function toPlainValues({
  place,
  values,
  fields,
}: FieldCount): readonly (readonly [string, Readonly<Record<string, number>>])[] {
  const counted = Array.from(values, ([value, { count }]) => [String(value), count] as const);
  const came = counted.filter(([, count]) => count > 0);
  return [
    ...(came.length > 0 ? [[place, Object.fromEntries(came)] as const] : []),
    ...fields.flatMap(toPlainValues),
  ];
}

/** Both counts in one. Never throws. */
export function mergeSeen(one: Seen, other: Seen): Seen {
  return mergeWith(one, other, (mine, theirs) => ({
    count: mine.count + theirs.count,
    values: mergeWith(mine.values, theirs.values, (some, more) => mergeWith(some, more, (a, b) => a + b)),
  }));
}

function mergeWith<Value>(
  one: Readonly<Record<string, Value>>,
  other: Readonly<Record<string, Value>>,
  merge: (mine: Value, theirs: Value) => Value,
): Readonly<Record<string, Value>> {
  const merged: Record<string, Value> = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const mine = merged[key];
    merged[key] = mine === undefined ? value : merge(mine, value);
  }
  return merged;
}

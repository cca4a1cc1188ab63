import { EVENTS } from '../../events/catalogue.ts';
import type { EventDefinition, FieldDefinition } from '../../events/definition.ts';
import type { Seen } from '../parts/part.ts';
import type { Requirement } from './requirement.ts';

/** How often a documented value came. */
export interface ValueCoverage {
  readonly value: string;
  readonly count: number;
}

/** The documented values of one field of an event. */
export interface FieldCoverage {
  /** As people write it: `status`, `link_event_body.state`. */
  readonly place: string;
  readonly values: readonly ValueCoverage[];
}

/** How often an event came, and each documented value of its fields. */
export interface EventCoverage {
  readonly event: string;
  readonly count: number;
  readonly isRequired: boolean;
  readonly fields: readonly FieldCoverage[];
}

/** Something required that no input holds: an event, or a value of a field of it. */
export interface Gap {
  readonly event: EventDefinition;
  readonly field?: string;
  readonly value?: string;
}

/** Every event of the catalogue with what was seen of it, in the order of the catalogue. Never throws. */
export function toCoverage(seen: Seen, required?: Requirement): readonly EventCoverage[] {
  return EVENTS.map(({ kind, fields }) => ({
    event: kind,
    count: countOf(seen, kind),
    isRequired: required?.events.has(kind) === true,
    fields: listValues(fields).map(({ place, values }) => ({
      place,
      values: values.map((value) => ({ value, count: countOf(seen, kind, [place, value]) })),
    })),
  }));
}

/** What is required and lacks. Of an event that lacks as a whole no values are listed. Never throws. */
export function findGaps(seen: Seen, required: Requirement): readonly Gap[] {
  return EVENTS.filter(({ kind }) => required.events.has(kind)).flatMap((event): readonly Gap[] => {
    if (countOf(seen, event.kind) === 0) return [{ event }];
    if (!required.values) return [];
    return listValues(event.fields).flatMap(({ place, values }) =>
      values
        .filter((value) => countOf(seen, event.kind, [place, value]) === 0)
        .map((value) => ({ event, field: place, value })),
    );
  });
}

/** The places of an event that have documented values, also inside objects. */
function listValues(
  fields: readonly FieldDefinition[],
  inside = '',
): readonly { readonly place: string; readonly values: readonly string[] }[] {
  return fields.flatMap(({ name, values, fields: inner = [] }) => [
    ...(values === undefined ? [] : [{ place: inside + name, values }]),
    ...listValues(inner, `${inside}${name}.`),
  ]);
}

function countOf(seen: Seen, kind: string, [place, value]: readonly string[] = []): number {
  const event = Object.hasOwn(seen, kind) ? seen[kind] : undefined;
  if (event === undefined || place === undefined || value === undefined) return event?.count ?? 0;
  const counts = Object.hasOwn(event.values, place) ? event.values[place] : undefined;
  return counts !== undefined && Object.hasOwn(counts, value) ? (counts[value] ?? 0) : 0;
}

/** Adds up what was seen; only what the catalogue documents is kept, so that it stays small. */
export function createSeenTally() {
  const counts = new Map<string, number>();
  return {
    /** Never throws. */
    add(seen: Seen): void {
      for (const [kind, { count, values }] of Object.entries(seen)) {
        addTo(counts, toKey(kind), count);
        for (const [place, came] of Object.entries(values))
          for (const [value, times] of Object.entries(came)) addTo(counts, toKey(kind, place, value), times);
      }
    },
    /** What is documented and came at least once, in the order of the catalogue. Never throws. */
    list: (): Seen => listSeen((...steps) => counts.get(toKey(...steps)) ?? 0),
  };
}

/** The parts of a key are names of the catalogue, or nothing that is asked for. */
const KEYS: ReadonlySet<string> = new Set(
  EVENTS.flatMap(({ kind, fields }) => [
    toKey(kind),
    ...listValues(fields).flatMap(({ place, values }) => values.map((value) => toKey(kind, place, value))),
  ]),
);

function toKey(...steps: readonly string[]): string {
  return steps.join('\n');
}

function addTo(counts: Map<string, number>, key: string, count: number): void {
  if (KEYS.has(key)) counts.set(key, (counts.get(key) ?? 0) + count);
}

function listSeen(count: (...steps: readonly string[]) => number): Seen {
  const events = EVENTS.filter(({ kind }) => count(kind) > 0).map(({ kind, fields }) => {
    const values = listValues(fields).flatMap(({ place, values: known }) => {
      const came = known.filter((value) => count(kind, place, value) > 0);
      const counts = came.map((value) => [value, count(kind, place, value)] as const);
      return counts.length === 0 ? [] : [[place, Object.fromEntries(counts)] as const];
    });
    return [kind, { count: count(kind), values: Object.fromEntries(values) }] as const;
  });
  return Object.fromEntries(events);
}

import type { EventDefinition } from '../../events/definition.ts';
import type { Inspection } from '../../events/inspect.ts';
import { findText, isPayloadObject, type PayloadObject } from '../../events/payload.ts';
import { shapesOf } from '../../events/shape.ts';
import { parseTimestamp } from '../../events/timestamp.ts';
import type { PathStep } from '../../json/places.ts';
import type { Remark } from '../rules/finding.ts';
import type { Timeline } from './timeline.ts';

/** A remark on a payload before it has its place. */
export type PayloadRemark = Pick<Remark, 'code' | 'message' | 'path' | 'expected' | 'actual'>;

/** What is known of a payload beside what it says itself. */
export interface Company {
  /** When it came, or now: Unix time in milliseconds. What is later than this was not yet. */
  readonly nowMs: number;
  /** Completes "later than …". */
  readonly nowWords: string;
  /** The payloads before it; undefined for one that came before, which is as old as it was then. */
  readonly timeline: Timeline | undefined;
}

/** How far two clocks may be apart. */
const TOLERANCE_MS = 300_000;

/** What there is to say of a payload beside other payloads, the clock and the newer revision. Never throws. */
export function findInCompany(
  value: unknown,
  { definition }: Inspection,
  { nowMs, nowWords, timeline }: Company,
): readonly PayloadRemark[] {
  if (!isPayloadObject(value)) return [];
  return [
    ...(definition === undefined ? [] : findSuperseded(value, definition)),
    ...(isLater(value, nowMs) ? [inFuture(nowWords)] : []),
    ...(timeline?.add(value) === true ? [OUT_OF_ORDER] : []),
  ];
}

const AT_TIMESTAMP: readonly PathStep[] = ['timestamp'];

const OUT_OF_ORDER: PayloadRemark = {
  code: 'timestamp_out_of_order',
  path: AT_TIMESTAMP,
  message:
    '`timestamp` is older than that of an event of the same `fp_id` before it: an older event must not undo a newer one.',
};

function isLater(payload: PayloadObject, nowMs: number): boolean {
  const moment = parseTimestamp(findText(payload, 'timestamp') ?? '');
  return moment !== undefined && moment.epochMs > nowMs + TOLERANCE_MS;
}

function inFuture(nowWords: string): PayloadRemark {
  return {
    code: 'timestamp_in_future',
    path: AT_TIMESTAMP,
    message: `\`timestamp\` is more than 5 min later than ${nowWords}: is a clock wrong, or is it local time?`,
  };
}

/** The fields that a newer revision has replaced by others. */
function findSuperseded(payload: PayloadObject, definition: EventDefinition): readonly PayloadRemark[] {
  const [older, newer] = shapesOf(definition);
  if (older === undefined || newer === undefined) return [];
  const others = newer.own.map(({ name }) => `\`${name}\``).join(', ');
  return older.own
    .filter(({ name }) => Object.hasOwn(payload, name))
    .map(({ name }) => ({
      code: 'superseded_revision',
      path: [name],
      message: `\`${name}\` is of the revision ${older.revision}; the newer revision has ${others} in its place.`,
    }));
}

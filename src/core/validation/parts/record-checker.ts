import type { Capture } from '../../capture/capture.ts';
import type { Entry } from '../../capture/records.ts';
import { findMessageId } from '../../delivery/delivery.ts';
import { inspectPayload } from '../../events/inspect.ts';
import { type Finding, toFindings } from '../rules/finding.ts';
import type { CheckSettings } from './part.ts';
import { type Company, type ExplainSignature, type Inspect, remarkOn, type Scene } from './remark-on.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** Checks the records of one part in their order. Nothing in it throws. */
export interface RecordChecker {
  /** Everything there is to say about a record, with severities by level; remembered for the rules that compare records of one part. */
  readonly check: (entry: Entry) => readonly Finding[];
  /**
   * Remembers an event that was found clean, by its person and its time as `toPlainTime` gives it. False when one of the same
   * person before it in this part is newer: then it must be checked in full. Undefined where nobody asks for the order.
   */
  readonly pass: Timeline['pass'] | undefined;
}

/** What a checker is given of the outside. */
export interface Surroundings {
  readonly explainSignature: ExplainSignature;
  readonly inspect?: Inspect;
  /** Whether the input is a file that is kept, as opposed to standard input and the history. */
  readonly isCommitted: boolean;
}

/** A checker for the records of one part. Never throws. */
export function createRecordChecker(
  { levels, nowMs, showPii = false }: CheckSettings,
  { explainSignature, inspect = inspectPayload, isCommitted }: Surroundings,
): RecordChecker {
  const timeline = levels.timestamp_out_of_order === 'off' ? undefined : createTimeline();
  const seenIds = new Set<string>();
  const isRetry = (capture: Capture) => {
    const id = findMessageId(capture.delivery.headers);
    if (id === null || seenIds.has(id)) return id !== null;
    seenIds.add(id);
    return false;
  };
  const companyOf = (capture: Capture | undefined): Company => {
    if (capture === undefined) return { nowMs, nowWords: 'now', isOlder: timeline?.add };
    const receivedMs = Date.parse(capture.receivedAt);
    return {
      nowMs: receivedMs,
      nowWords: 'the moment at which it was received',
      isOlder: isRetry(capture) ? undefined : timeline?.add,
    };
  };
  const textRules = {
    duplicate_key: levels.duplicate_key !== 'off',
    not_utf8: levels.not_utf8 !== 'off',
    number_imprecise: levels.number_imprecise !== 'off',
    personal_data: levels.personal_data !== 'off' && isCommitted,
  };
  const scene: Scene = { levels, textRules, showPii, inspect, explainSignature, companyOf };
  return {
    check: (entry) => toFindings(remarkOn(entry, scene), levels),
    pass: timeline?.pass,
  };
}

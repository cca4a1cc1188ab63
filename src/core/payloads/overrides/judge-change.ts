import { findBodyText } from '../../bytes.ts';
import type { PayloadFinding } from '../../events/finding.ts';
import { inspectPayload } from '../../events/inspect.ts';
import { toEventKind } from '../../events/payload.ts';
import { skipMark } from '../../json/piece.ts';
import { findJson } from '../../json/scan.ts';

/** What there is to say about a payload that was changed. */
export interface ChangeJudgement {
  /** Its `event_kind`, or null. */
  readonly event: string | null;
  /** Everything in it that Footprint never sends, also what was so before. */
  readonly errors: readonly PayloadFinding[];
  /** What is unusual and was not before. */
  readonly warnings: readonly PayloadFinding[];
}

/** Checks a payload against the schema of its event, and compares with what it was. Never throws. */
export function judgeChange(before: Uint8Array, after: Uint8Array): ChangeJudgement {
  const [old, now] = [before, after].map((body) => findJson(findBodyText(skipMark(body)) ?? '')?.value);
  const known = new Set(inspectPayload(old).findings.map(({ message }) => message));
  const { findings } = inspectPayload(now);
  return {
    event: toEventKind(now),
    errors: findings.filter(({ severity }) => severity === 'error'),
    warnings: findings.filter(({ severity, message }) => severity === 'warning' && !known.has(message)),
  };
}

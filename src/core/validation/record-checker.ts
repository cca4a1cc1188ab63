import type { Entry } from '../document/split.ts';
import { inspectPayload } from '../events/inspect.ts';
import type { PayloadObject } from '../events/payload.ts';
import { checkEntry, type ExplainSignature, type Inspect } from './check.ts';
import type { Finding } from './finding.ts';
import type { CheckSettings } from './part.ts';

/** Checks the records of one part, one after the other. */
export interface RecordChecker {
  /** Everything there is to say about a record, with severities by level; remembered for the rules that compare records of one part. */
  readonly check: (entry: Entry) => readonly Finding[];
  /** Remembers a payload that was found clean. False when it is not newer than one before it in this part: then it must be checked in full. */
  readonly pass: (payload: PayloadObject) => boolean;
}

/** What the checks take from outside. */
export interface Surroundings {
  readonly explainSignature: ExplainSignature;
  readonly inspect?: Inspect;
  /** Whether the input is a named file, rather than standard input or the history. */
  readonly isCommitted: boolean;
}

/** A checker for one part. Never throws. */
export function createRecordChecker(
  { levels }: CheckSettings,
  { explainSignature, inspect = inspectPayload }: Surroundings,
): RecordChecker {
  return {
    check: (entry) =>
      checkEntry(entry, inspect, explainSignature).flatMap((finding) => {
        const severity = levels[finding.code];
        return severity === 'off' ? [] : [{ ...finding, severity }];
      }),
    pass: () => true,
  };
}

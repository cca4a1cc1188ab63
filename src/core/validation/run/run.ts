import type { Seen } from '../parts/part.ts';
import type { Finding, FindingText } from '../rules/finding.ts';

/** A finding with its file. */
export interface FiledFinding extends Finding {
  readonly file: string;
  /** The input's index among all inputs, which gives their order. */
  readonly input: number;
  /** Stays the same when lines move: 32 hexadecimal digits made from code, file, event, path and message. */
  readonly fingerprint: string;
}

/** Where a finding stands. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that was said once or more, over all files; its event is null where they differ. */
export interface FindingGroup extends FindingText {
  readonly count: number;
  /** The first three. */
  readonly places: readonly FilePlace[];
}

/** Something that is not in the catalogue: news of Footprint, or a mistake. */
export interface DriftItem {
  readonly kind: 'event' | 'field' | 'value';
  readonly event: string;
  /** As people write it, with indexes as `[]`; empty for an event. */
  readonly place: string;
  readonly count: number;
  /** Up to five different ones, masked; empty for fields. */
  readonly examples: readonly string[];
  readonly first: FilePlace;
}

/** How a run of `validate` went: every report is made from this and nothing else. */
export interface ValidationRun {
  /** The inputs that were checked, in their order; `(standard input)` and `(history)` among them. */
  readonly files: readonly string[];
  readonly payloads: number;
  readonly errors: number;
  readonly warnings: number;
  /** How many inputs could not be read, as a whole or from some place on. */
  readonly unreadable: number;
  /** How many findings the baseline accepted; they are in no other count and no list. */
  readonly accepted: number;
  /** In the order of the input, at most 10,000. */
  readonly findings: readonly FiledFinding[];
  /** How many findings there are beyond those. */
  readonly omitted: number;
  /** In the order of their first places, at most 10,000. */
  readonly groups: readonly FindingGroup[];
  readonly seen: Seen;
  readonly drift: readonly DriftItem[];
}

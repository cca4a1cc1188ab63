import type { InputForm, PartForm, PartProblem } from '../../json/cut.ts';
import type { FindingText } from '../rules/finding.ts';
import type { Levels } from '../rules/rules.ts';

/** A part of an input, cut at fixed offsets, so that it is the same whoever reads it. */
export interface Part {
  readonly input: number;
  readonly part: number;
  /** The input's name, which may tell its form by its ending. */
  readonly name: string;
  readonly form: PartForm;
  readonly bytes: Uint8Array;
  /** The column at which the bytes begin: 1 but for an array that goes on in the middle of a line. */
  readonly column: number;
  /** What is wrong at the end of the bytes. */
  readonly problem?: PartProblem;
  /** How many line feeds were passed over after the bytes, as of a line that was too long. */
  readonly skippedLines?: number;
}

/** How parts are checked; plain data, so that it can go to another thread. */
export interface CheckSettings {
  readonly levels: Levels;
  /** Unix time in milliseconds: what is later than this is in the future. */
  readonly nowMs: number;
  readonly as?: InputForm;
  /** Shows values as they are, but for what lets somebody in. */
  readonly showPii?: boolean;
}

/** The same thing said at one or more places of a part. */
export interface FoundGroup {
  readonly finding: FindingText;
  /** Line and column in turn, in the order in which they came; lines count from 1 at the beginning of the part. */
  readonly places: readonly number[];
}

/** A delivery's id and what it carried: the same id with another body is told, also over files. */
export interface SeenMessage {
  readonly id: string;
  /** SHA-256 of the body, in base64. */
  readonly digest: string;
  /** Counted from the beginning of the part. */
  readonly line: number;
  readonly column: number;
  readonly event: string | null;
}

/** How often each event came, and each documented value of its fields. Keys of `values` are places: `link_event_body.state`. */
export type Seen = Readonly<
  Record<
    string,
    { readonly count: number; readonly values: Readonly<Record<string, Readonly<Record<string, number>>>> }
  >
>;

/** What came of a part of an input: plain data, so that it can come from another thread or another machine. */
export interface PartResult {
  /** The input's index among all inputs, also those that other shards check. */
  readonly input: number;
  /** Its index in the input. */
  readonly part: number;
  /** How many line feeds it has. */
  readonly lines: number;
  readonly payloads: number;
  /**
   * Whether it holds no payload and could be read to its end, and is not by itself a whole input, of which that would be said:
   * an input of such parts alone is empty.
   */
  readonly isEmpty: boolean;
  /** In the order of their first places. */
  readonly groups: readonly FoundGroup[];
  readonly seen: Seen;
  /** Of captures only. */
  readonly messages: readonly SeenMessage[];
}

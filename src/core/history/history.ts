import type { Answer, Capture, Forwarding } from '../capture/capture.ts';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { Condition } from '../filter/condition.ts';
import type { Labels } from './labels.ts';

/** A capture as the history has it. */
export interface Kept {
  readonly capture: Capture;
  /** What was known of its message when it came. */
  readonly earlier: Earlier;
  /** Why it was not accepted, where that was found out. */
  readonly diagnosis?: Diagnosis;
}

/** What is known of the deliveries with the same message id that came before one. */
export interface Earlier {
  readonly count: number;
  /** How many of them were verified. */
  readonly verified: number;
  /** When the first of them came: RFC 3339 in UTC. Absent when there was none. */
  readonly firstReceivedAt?: string;
  /** Whether every one of them had the same body, byte for byte. Absent when there was none. */
  readonly sameBody?: boolean;
}

/** Which deliveries are meant; every part that is given must fit. */
export interface Query {
  /** Captures by the beginnings of their ids, in upper case. */
  readonly ids?: readonly string[];
  /** Event globs; one must fit. */
  readonly events?: readonly string[];
  /** `valid`, `invalid` for all others, or one kind of verdict. */
  readonly verdict?: string;
  /** What the sender was answered: `200`, `5xx`, or `none` when there was no answer. */
  readonly status?: string;
  /** The beginning of the `fp_id` of the payload. */
  readonly fpId?: string;
  readonly messageId?: string;
  /** RFC 3339 in UTC with milliseconds, inclusive. */
  readonly since?: string;
  /** The same, exclusive. */
  readonly until?: string;
  readonly where?: readonly Condition[];
  /** Words that must all stand somewhere in the delivery; the last may be the beginning of one. */
  readonly text?: string;
  readonly limit?: number;
  /** Newest first unless this is true. */
  readonly oldestFirst?: boolean;
}

/** How much there is. `bytes` is what it takes up on the disk, or in memory. */
export interface Extent {
  readonly deliveries: number;
  readonly bytes: number;
}

/** What to remove: all that came before a moment, and all but the newest `keep`. */
export interface Pruning {
  readonly keep?: number;
  /** RFC 3339 in UTC with milliseconds. */
  readonly before?: string;
}

/** Deliveries kept, to be read. */
export interface HistoryReader {
  /** The deliveries that a query means, one after the other, read as they are taken. Throws AppError `history_damaged`, `history_locked`. */
  readonly find: (query: Query) => Iterable<Kept>;
  readonly extent: () => Extent;
  readonly close: () => Promise<void>;
}

/** Deliveries kept, to be added to. */
export interface History extends HistoryReader {
  /**
   * Keeps a delivery. Resolves when it is on the disk, so that it outlives this process and the machine; deliveries that
   * come at the same time share the wait. Rejects with AppError `file_unwritable`, `history_locked` or `history_damaged`
   * when it could not be kept; nothing of it is there then. One whose id is there already is left as it was.
   * @param labels What `toLabels` reads, where it has been read already.
   */
  readonly add: (capture: Capture, labels?: Labels) => Promise<Earlier>;
  /**
   * Adds what became of a delivery: forwardings to those that are there, the rest in place of what is there. It is written
   * with what comes next, at the latest by `close`. Does nothing for one that is gone. Rejects as `add` does.
   */
  readonly conclude: (id: string, conclusion: Conclusion) => Promise<void>;
  /** Removes deliveries in steps between which others get their turn, and gives how many. Rejects as `add` does. */
  readonly prune: (pruning: Pruning) => Promise<number>;
}

/** What became of a delivery after it was kept; each part is added when it is known. */
export interface Conclusion {
  readonly answer?: Answer;
  readonly forwardings?: readonly Forwarding[];
  readonly diagnosis?: Diagnosis;
}

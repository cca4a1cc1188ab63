/** The advice that depends on the framework, for faults where it does. */
export type Topic = 'raw_body' | 'base64' | 'body_limit' | 'headers';

/** One way in which verification fails: what messages and the reference page are made from. */
export interface Fault {
  /** A name in a few words, for a heading. */
  readonly title: string;
  readonly cause: string;
  /** How the diagnosis finds it, and what makes it certain. */
  readonly proof: string;
  readonly fix: string;
  /** Completes "Ruled out: …"; the probes that were tried follow in brackets. Absent where nothing can be tried. */
  readonly ruledOut?: string;
  /** Present when the fix depends on the framework. */
  readonly topic?: Topic;
}

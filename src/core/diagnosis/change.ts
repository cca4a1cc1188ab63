import type { FaultCode } from './catalogue.ts';
import type { Framework } from './frameworks.ts';

/** One fault undone, so that the delivery may be as it was signed. Holds no part of a secret, a signature or the body. */
export interface Change {
  readonly code: FaultCode;
  /** Completes "The signature matches once …", for example "the body is laid out compactly". */
  readonly undone: string;
  /** Words for the probe that this change belongs to in "ruled out: …", for example "within 600 s"; its tries are counted. */
  readonly covers?: string;
  /** The configured name of the secret that fits, where that is the fault. */
  readonly keyName?: string;
  /** What the request gives away about the application. */
  readonly framework?: Framework;
}

/** A body that may have been signed, and the one change that leads to it. */
export interface BodyVariant {
  readonly change: Change;
  readonly bytes: Uint8Array;
}

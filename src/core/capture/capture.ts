import type { Delivery, RawHeaders } from '../delivery/delivery.ts';
import type { Verdict } from '../signature/verdict.ts';

/** The version of the file format that this build writes and reads. */
export const CAPTURE_VERSION = 1;

/** How every line that holds a capture begins, so that it can be told from an event without parsing it. */
export const CAPTURE_START = '{"capture":';

/** What the sender got back. */
export interface Answer {
  /** `app`: passed back from where the delivery was forwarded to. `listener`: made by fp-webhooks itself. */
  readonly by: 'app' | 'listener';
  /** The HTTP status; null when the connection was closed without an answer. */
  readonly status: number | null;
}

/** One time that the delivery was passed on to an app, and what the app answered. */
export interface Forwarding {
  readonly url: string;
  /** When it was sent: RFC 3339 in UTC with milliseconds. */
  readonly sentAt: string;
  /** The HTTP status; null when no answer came. */
  readonly status: number | null;
  readonly latencyMs: number;
  readonly headers?: RawHeaders;
  /** The start of the answer's body, at most 20 kB. */
  readonly body?: Uint8Array;
  /** In words, why no answer came. */
  readonly error?: string;
}

/** A delivery kept, with what was concluded of it and how it was answered. */
export interface Capture {
  readonly version: typeof CAPTURE_VERSION;
  /** A ULID: 26 characters that sort by the time of arrival. */
  readonly id: string;
  /** RFC 3339 in UTC with milliseconds, for example `2026-11-22T11:40:08.123Z`. */
  readonly receivedAt: string;
  readonly delivery: Delivery;
  readonly verdict: Verdict;
  readonly answer?: Answer;
  readonly forwardings?: readonly Forwarding[];
}

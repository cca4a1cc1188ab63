import { findBodyText, toBuffer } from '../bytes.ts';
import { type Delivery, findHeader, type RawHeaders } from '../delivery/delivery.ts';
import { findSyntaxError } from '../json/scan.ts';
import type { Verdict } from '../signature/verdict.ts';
import { escapeUnseen } from '../unseen.ts';

/** The version of the file format that this build writes and reads. */
export const CAPTURE_VERSION = 1;

/** Beginning of every line that is a capture, so that it can be told from an event without parsing it. */
export const CAPTURE_START = '{"capture":';

/** The answer to the sender. */
export interface Answer {
  /** `app`: passed back from where the delivery was forwarded to. `listener`: made by fp-webhooks itself. */
  readonly by: 'app' | 'listener';
  /** The HTTP status; null when the connection was closed without an answer. */
  readonly status: number | null;
}

/** One request in which the delivery was forwarded to an app, and the answer. */
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

/** A stored delivery, with its verdict and its answer. */
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

/**
 * One line of JSON for a capture, without the line feed. It begins with `{"capture":1`. The body is `bodyText` when it
 * is valid UTF-8 and `bodyBase64` otherwise, so that the exact bytes can be had back. Never throws.
 */
export function encodeCapture({ id, receivedAt, delivery, verdict, answer, forwardings }: Capture): string {
  const { method, path, headers, body } = delivery;
  // `capture` stands first: readers know the line by it.
  const line = {
    capture: CAPTURE_VERSION,
    id,
    receivedAt,
    method,
    path,
    headers,
    ...encodeBody(body),
    verdict,
    answer,
    forwardings: forwardings?.map(encodeForwarding),
  };
  // JSON allows these raw, but some readers break lines at them (Node's readline at U+2028) and terminals obey others.
  return escapeUnseen(JSON.stringify(line));
}

function encodeForwarding({ body, ...rest }: Forwarding): object {
  return { ...rest, ...(body && encodeBody(body)) };
}

function encodeBody(body: Uint8Array): { readonly bodyText: string } | { readonly bodyBase64: string } {
  const text = findBodyText(body);
  return text === undefined ? { bodyBase64: toBuffer(body).toString('base64') } : { bodyText: text };
}

const LEAST = 3;

/**
 * Tells whether a line is the beginning of a capture whose end is missing, as opposed to one that is broken: its writer was
 * stopped in the middle. Takes time in proportion to the line. Never throws.
 */
export function isTornCapture(line: string): boolean {
  // `{` alone may begin any JSON, so that a torn capture is known from `{"c` on.
  if (line.length >= LEAST && CAPTURE_START.startsWith(line)) return true;
  return /^\s*\{\s*"capture"\s*:/.test(line) && findSyntaxError(line) === line.length;
}

/** Largest part of an answer that is stored with its delivery, in bytes. */
export const KEPT_ANSWER_BYTES = 20_000;

/**
 * The part of an answer that is stored: at most `KEPT_ANSWER_BYTES`, and nothing of a compressed one that is longer, because a part
 * of it cannot be read by anybody. The bytes are a copy, so that the rest is not held. Never throws.
 */
export function toKeptBody({
  headers,
  body,
}: {
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
}): Uint8Array {
  if (body.length <= KEPT_ANSWER_BYTES) return body;
  return findHeader(headers, 'content-encoding') === undefined
    ? body.slice(0, KEPT_ANSWER_BYTES)
    : new Uint8Array();
}

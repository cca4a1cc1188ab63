import { findHeader, type RawHeaders } from '../delivery/delivery.ts';
import { toRelayedHeaders } from '../delivery/relayed-headers.ts';
import { findDuration } from '../duration.ts';
import { AppError } from '../error.ts';
import { findMoment } from '../events/timestamp.ts';
import type { Key } from '../signature/secret.ts';
import { isSendableId, nameSignature, sign } from '../signature/sign.ts';
import type { HeaderFamily } from '../signature/verdict.ts';
import type { Payload } from './payload.ts';
import { findUnsendable } from './request-headers.ts';
import { type Tampering, tamper, tamperId } from './tamper.ts';

/** Way in which requests of a run are signed, if at all. `original`: each as it was captured. */
export type SignMode =
  | {
      readonly kind: 'signed';
      /** All of them sign, in this order. */
      readonly keys: readonly Key[];
      readonly family: HeaderFamily;
      readonly time: AttemptTime;
      readonly tampering: Tampering | undefined;
      /** The headers that stand before those of the signature. */
      readonly others: RawHeaders;
    }
  | { readonly kind: 'unsigned'; readonly others: RawHeaders }
  | { readonly kind: 'original' };

/** One attempt to send a message. */
export interface Attempt {
  readonly payload: Pick<Payload, 'body' | 'receivedHeaders'>;
  /** Null where it is sent without one. */
  readonly id: string | null;
  readonly nowSeconds: number;
}

/** The request as it is sent. */
export interface MadeRequest {
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
}

/**
 * The request of an attempt, exactly as it goes out but for what belongs to the connection. Throws AppError `usage` as `sign` does.
 */
export function makeRequest({ payload, id, nowSeconds }: Attempt, mode: SignMode): MadeRequest {
  const { body, receivedHeaders = [] } = payload;
  switch (mode.kind) {
    case 'original':
      return { headers: toRelayedHeaders(receivedHeaders), body };
    case 'unsigned':
      return { headers: mode.others, body };
    case 'signed': {
      const { keys, family, time, tampering, others } = mode;
      const message = { id: id ?? '', timestampSeconds: toSignedSeconds(time, nowSeconds), body };
      const parts = { ...message, signature: sign(message, keys) };
      const told = tampering === undefined ? parts : tamper(parts, tampering, nowSeconds);
      return { headers: [...others, ...nameSignature(told, family)], body: told.body };
    }
  }
}

/** The reason for which a message can be sent to no target, with its source; undefined for nearly all. Never throws. */
export function findProblem(
  { payload, id }: { readonly payload: Unread; readonly id: string | null },
  mode: SignMode,
): AppError | undefined {
  const { problem, source, receivedHeaders = [] } = payload;
  if (problem !== undefined) return problem;
  if (mode.kind === 'signed' && !isSendableId(id ?? '')) {
    const message = `the message id of ${source} cannot be sent as a header`;
    return new AppError('usage', message, 'Use --new-id to send it as a new message.');
  }
  const name = mode.kind === 'original' ? findUnsendable(toRelayedHeaders(receivedHeaders)) : undefined;
  if (name === undefined) return undefined;
  const message = `the header ${JSON.stringify(name)} of ${source} cannot be sent`;
  return new AppError('usage', message, 'Leave --original out to send it with the headers of Svix.');
}

type Unread = Pick<Payload, 'source' | 'problem' | 'receivedHeaders'>;

/** The id that stands in a request, for one that its message has. Never throws. */
export function toToldId(id: string | null, mode: SignMode): string | null {
  return id !== null && mode.kind === 'signed' && mode.tampering === 'id' ? tamperId(id) : id;
}

/** Deliberate fault of all requests. */
export type Wrong = Tampering | 'unsigned';

/** Deliberate fault of requests that are signed like this; undefined when there is none. Never throws. */
export function findWrong(mode: SignMode): Wrong | undefined {
  if (mode.kind === 'unsigned') return 'unsigned';
  return mode.kind === 'signed' ? mode.tampering : undefined;
}

/** Moment for which an attempt is signed: an offset from its own, or one for all. Whole seconds. */
export type AttemptTime =
  | { readonly kind: 'offset'; readonly seconds: number }
  | { readonly kind: 'fixed'; readonly seconds: number };

/** As Svix does it: each attempt is signed for the moment at which it is made. */
export const OWN_TIME: AttemptTime = { kind: 'offset', seconds: 0 };

/**
 * The time that a person wrote: RFC 3339, Unix seconds, or with a sign and a unit how far from now: `-6m`, `+10m`.
 * Undefined for anything else. Never throws.
 */
export function findAttemptTime(text: string): AttemptTime | undefined {
  const [, sign, length = ''] = /^([+-])(\d+\s*[a-z]+)$/.exec(text) ?? [];
  const seconds = sign === undefined ? findMoment(text) : findDuration(length);
  if (seconds === undefined) return undefined;
  if (sign === undefined) return { kind: 'fixed', seconds };
  return { kind: 'offset', seconds: sign === '-' ? -seconds : seconds };
}

/** The Unix seconds for which an attempt is signed that is made now. Never throws. */
export function toSignedSeconds({ kind, seconds }: AttemptTime, nowSeconds: number): number {
  return kind === 'fixed' ? seconds : nowSeconds + seconds;
}

/** Distance of the signed times from now, in seconds: the farthest of them. Never throws. */
export function findDistanceSeconds(
  payloads: readonly Pick<Payload, 'receivedHeaders'>[],
  mode: SignMode,
  nowSeconds: number,
): number {
  if (mode.kind === 'unsigned') return 0;
  if (mode.kind === 'signed') return Math.abs(toSignedSeconds(mode.time, nowSeconds) - nowSeconds);
  const times = payloads.map(({ receivedHeaders = [] }) =>
    Number(findHeader(receivedHeaders, 'svix-timestamp') ?? findHeader(receivedHeaders, 'webhook-timestamp')),
  );
  const distances = times.filter(Number.isInteger).map((seconds) => Math.abs(nowSeconds - seconds));
  return distances.reduce((most, each) => Math.max(most, each), 0);
}

import type { Delivery, RawHeaders } from '../../core/delivery/delivery.ts';
import type { Refusal } from '../refusal.ts';

/** What goes back to the sender. */
export interface Answer {
  readonly status: number;
  readonly headers?: RawHeaders;
  readonly body?: string | Uint8Array;
}

/** In place of an answer: the connection is closed, and the sender hears nothing. */
export const DROP = { kind: 'drop' } as const;

/** The same as a type. */
export type Drop = typeof DROP;

/** A certificate and its private key, both PEM. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

/** What a receiver puts up with. Times are milliseconds, sizes bytes. */
export interface ReceiverLimits {
  readonly maxBodyBytes: number;
  readonly maxHeaders: number;
  /** All names and values together, and the path. */
  readonly maxHeaderBytes: number;
  readonly maxConnections: number;
  /** How long a connection keeps its place without a whole request when all places are taken. */
  readonly giveWayAfterMs: number;
  /** From the opening of the connection, or the first byte of a further request, to the end of the headers. */
  readonly headersTimeoutMs: number;
  /** From the end of the headers to the end of the body, and from the answer to its end. */
  readonly bodyTimeoutMs: number;
  /** How long a connection may stay open without a request. */
  readonly idleTimeoutMs: number;
}

/** How to receive. Limits that are left out are `DEFAULT_LIMITS`. */
export interface ReceiverOptions extends Partial<ReceiverLimits> {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** The only path that takes deliveries; any when absent. */
  readonly path?: string | undefined;
  /** Takes https in place of http. */
  readonly tls?: TlsPair | undefined;
  /** May take its time, also when the sender has hung up meanwhile. */
  readonly onDelivery: (delivery: Delivery) => Promise<Answer | Drop>;
  /** A browser's GET. `url` is the receiver's own. */
  readonly onVisit: (visit: { readonly wantsHtml: boolean; readonly url: string }) => Answer;
  readonly onRefusal: (refusal: Refusal) => void;
}

/** Svix sends at most 1 MiB. Source: Svix documentation, "Limits" (2026). A delivery of its has about 12 headers. */
export const DEFAULT_LIMITS: ReceiverLimits = {
  maxBodyBytes: 1_048_576,
  maxHeaders: 200,
  maxHeaderBytes: 32_768,
  maxConnections: 512,
  giveWayAfterMs: 500,
  headersTimeoutMs: 10_000,
  bodyTimeoutMs: 15_000,
  idleTimeoutMs: 15_000,
};

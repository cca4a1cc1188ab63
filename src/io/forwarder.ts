import pLimit, { type LimitFunction } from 'p-limit';
import type { PostOutcome } from './http-client.ts';
import { type Post, startHttpClient } from './http-client.ts';

/** A request to an app. Those with the same lane are sent one after the other, in the order in which they were given. */
export interface Errand extends Post {
  readonly lane: string;
}

/** What came of it, and when it was sent: RFC 3339 in UTC with milliseconds. */
export type Delivered = PostOutcome & { readonly sentAt: string };

/** Passes deliveries on: to each URL so many at a time, and in order within a lane. */
export interface Forwarder {
  /** Never rejects: a failure is an outcome. */
  readonly forward: (errand: Errand) => Promise<Delivered>;
  /** Gives up what is under way, and sends nothing more: the outcome of both is a failure that says so. */
  readonly close: () => Promise<void>;
}

/** How to pass on. */
export interface ForwarderOptions {
  /** How many requests each URL has to bear at once. */
  readonly concurrency: number;
  /** Accepts any certificate. */
  readonly insecure: boolean;
  /** Milliseconds an app has to answer; 15 s by default. */
  readonly timeoutMs?: number | undefined;
}

/** A forwarder. Close it when done. */
export function startForwarder({ concurrency, ...options }: ForwarderOptions): Forwarder {
  const client = startHttpClient(options);
  const limits = new Map<string, LimitFunction>();
  const lanes = new Map<string, Promise<unknown>>();
  let isClosed = false;

  async function send({ lane: _, ...post }: Errand): Promise<Delivered> {
    const sentAt = new Date().toISOString();
    if (isClosed) return { ...UNSENT, sentAt };
    const outcome = await client.post(post);
    if (isClosed && outcome.kind === 'failed' && outcome.code === 'failed')
      return { ...outcome, message: GIVEN_UP, sentAt };
    return { ...outcome, sentAt };
  }

  function limitOf(url: string): LimitFunction {
    const limit = limits.get(url) ?? pLimit(concurrency);
    limits.set(url, limit);
    return limit;
  }

  /** Waits for its lane first, so that what waits there holds up nobody else's turn. */
  function forward(errand: Errand): Promise<Delivered> {
    const key = `${errand.url} ${errand.lane}`;
    const before = lanes.get(key) ?? Promise.resolve();
    const sent = before.then(() => limitOf(errand.url)(() => send(errand)));
    lanes.set(key, sent);
    void sent.finally(() => {
      if (lanes.get(key) === sent) lanes.delete(key);
    });
    return sent;
  }

  return {
    forward,
    close: () => {
      isClosed = true;
      return client.close();
    },
  };
}

const GIVEN_UP = 'given up: the listener ended before the app answered';
const UNSENT: PostOutcome = {
  kind: 'failed',
  code: 'failed',
  message: 'not sent: the listener ended before its turn came',
  latencyMs: 0,
};

import type { Buffer } from 'node:buffer';
import type { Dispatcher } from 'undici';
import buildConnector from 'undici/lib/core/connect.js';
import Client from 'undici/lib/dispatcher/client.js';
import { joinWrites } from './joined-writes.ts';

/** A request that is ready to go: name, value, name, value; both are copied before the next is prepared. */
export interface Prepared {
  readonly headers: string[];
  readonly body: Buffer;
}

/** One connection, made when it is first needed and again when it was lost. */
export interface Lane {
  /** What comes of it is told to the handler, a mistake in the request already before this returns. */
  readonly dispatch: (prepared: Prepared, handler: Dispatcher.DispatchHandler) => void;
  /** Whether something was answered on the connection as it is now. */
  readonly isUsed: () => boolean;
  readonly noteAnswer: () => void;
  readonly close: () => Promise<void>;
}

/** Where and how to send. */
export interface LaneSetting {
  readonly url: URL;
  /** How many requests may be under way on a connection. */
  readonly pipelining: number;
  readonly timeoutMs: number;
  /** Accepts any certificate. */
  readonly insecure: boolean;
}

/** Makes lanes to one address, on HTTP/1.1 as Svix speaks it. */
export function createLanes({ url, pipelining, timeoutMs, insecure }: LaneSetting): () => Lane {
  const connect = buildConnector({ timeout: timeoutMs, allowH2: false, rejectUnauthorized: !insecure });
  const connectJoined: typeof connect = (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error === null) callback(null, joinWrites(socket));
      else callback(error, null);
    });
  const path = `${url.pathname}${url.search}`;
  // The time for a whole answer is kept by the slots: undici knows only that for its parts.
  const fixed = { path, method: 'POST', idempotent: pipelining > 1, blocking: false } as const;
  return () => {
    const client = new Client(url.origin, {
      // With 1, undici lets a turn of the event loop pass after each answer. What is not idempotent goes one by one with 2 as well.
      pipelining: Math.max(2, pipelining),
      connect: connectJoined,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const options: Dispatcher.DispatchOptions = { ...fixed };
    let isUsed = false;
    client.on('connect', () => {
      isUsed = false;
    });
    return {
      dispatch: ({ headers, body }, handler) => {
        options.headers = headers;
        options.body = body;
        client.dispatch(options, handler);
      },
      isUsed: () => isUsed,
      noteAnswer: () => {
        isUsed = true;
      },
      close: () => client.destroy(),
    };
  };
}

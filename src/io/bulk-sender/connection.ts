import type { Buffer } from 'node:buffer';
import type { Dispatcher } from 'undici';
import Client from 'undici/lib/dispatcher/client.js';
import { MAX_ANSWER_HEADER_BYTES, relaxParser } from '../answer-parser.ts';
import { type ConnectorOptions, createConnector } from '../connector.ts';
import { type Outgoing, writeWhole } from './whole-writes.ts';

/** A request that is ready to go. */
export interface Prepared {
  /** Header lines in Latin-1, each with its CRLF, which have to be right: nobody looks at them again. */
  readonly lines: string;
  readonly body: Buffer;
}

/** One connection, made when it is first needed and again when it was lost. */
export interface Connection {
  /** What comes of it is told to the handler. */
  readonly dispatch: (body: Buffer, handler: Dispatcher.DispatchHandler) => void;
  /** Gives the header lines of a request, when the handler is told that it starts. */
  readonly giveLines: (lines: string) => void;
  /** Whether something was answered on the connection as it is now. */
  readonly isUsed: () => boolean;
  readonly noteAnswer: () => void;
  readonly close: () => Promise<void>;
}

/** Where and how to send. */
export interface ConnectionSetting extends ConnectorOptions {
  readonly url: URL;
  /** How many requests may be under way on a connection. */
  readonly pipelining: number;
}

/** Makes connections to one address, on HTTP/1.1 as Svix speaks it. */
export function createConnections({ url, pipelining, ...options }: ConnectionSetting): () => Connection {
  const connect = createConnector(options);
  const path = `${url.pathname}${url.search}`;
  // The time for a whole answer is kept by the slots: undici knows only that for its parts.
  const fixed = { path, method: 'POST', idempotent: pipelining > 1, blocking: false } as const;
  return () => {
    const outgoing: Outgoing = { lines: '' };
    const client = new Client(url.origin, {
      // With 1, undici lets a turn of the event loop pass after each answer. What is not idempotent goes one by one with 2 as well.
      pipelining: Math.max(2, pipelining),
      connect: (options, callback) =>
        connect(options, (...[error, socket]) => {
          if (error === null) callback(null, writeWhole(socket, outgoing));
          else callback(error, null);
        }),
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: MAX_ANSWER_HEADER_BYTES,
    });
    const request: Dispatcher.DispatchOptions = { ...fixed };
    let isUsed = false;
    client.on('connect', () => {
      relaxParser(client);
      isUsed = false;
    });
    return {
      dispatch: (body, handler) => {
        request.body = body;
        client.dispatch(request, handler);
      },
      giveLines: (lines) => {
        outgoing.lines = lines;
      },
      isUsed: () => isUsed,
      noteAnswer: () => {
        isUsed = true;
      },
      close: () => client.destroy(),
    };
  };
}

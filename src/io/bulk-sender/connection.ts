import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import Client from 'undici/lib/dispatcher/client.js';
import { MAX_ANSWER_HEADER_BYTES, relaxParser } from '../answer-parser.ts';
import { type ConnectorOptions, createConnector } from '../connector.ts';

/** A request that is ready to go. */
export interface Prepared {
  /** Header lines in Latin-1, each with its CRLF, which have to be right: nobody looks at them again. */
  readonly lines: string;
  readonly body: Buffer;
}

/**
 * Makes the request of a message (numbered from 0) anew for each attempt (from 1), just before it goes out; undefined for a
 * message that cannot be sent, which has failed. An error ends the run.
 */
export type Prepare = (index: number, attempt: number) => Prepared | undefined;

/** One connection, made when it is first needed and again when it was lost. */
export interface Connection {
  /** Sends a request; the handler receives the outcome. */
  readonly dispatch: (body: Buffer, handler: Dispatcher.DispatchHandler) => void;
  /** Gives the header lines of a request, when the handler is told that it starts. */
  readonly giveLines: (lines: string) => void;
  /** Tells whether something was answered on the connection as it is now. */
  readonly isUsed: () => boolean;
  readonly noteAnswer: () => void;
  readonly close: () => Promise<void>;
}

/** Where and how to send. */
export interface ConnectionSetting extends ConnectorOptions {
  readonly url: URL;
  /** Most requests in flight on the connection. */
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

/** Header lines for the next request on a connection, each with its line end; empty when there is none. */
export interface Outgoing {
  lines: string;
}

/** Above this, copying a piece costs more than writing it by itself. */
const MAX_JOINED_BYTES = 16_384;

/**
 * Makes a socket of undici put our header lines into the head of each request, and write a head with its body in one piece.
 * undici looks at every character of every header, request by request, which is a tenth of all work where most are the same
 * each time. And it writes head and body one by one between `cork` and `uncork`, which Node hands to the system by `writev`: that
 * costs half as much again as one write. Without both a request takes an eighth more processor time (undici 8.12, Node 24). What is
 * written otherwise, and what is large, is left alone: a later undici that wrote in another way would cost speed, and its tests
 * would tell if lines were lost. Returns the socket.
 */
export function writeWhole(socket: Socket, outgoing: Outgoing): Socket {
  const write = socket.write.bind(socket) as (...piece: readonly unknown[]) => boolean;
  let isCorked = false;
  let head = '';

  function flush(): void {
    const text = head;
    head = '';
    if (text !== '') write(text, 'latin1');
  }

  return Object.assign(socket, {
    write: (...piece: readonly unknown[]) => {
      const [chunk, encoding, ...rest] = piece;
      if (typeof chunk === 'string' && encoding === 'latin1') {
        const text = complete(chunk, outgoing);
        if (!isCorked) return write(text, encoding, ...rest);
        head += text;
        return true;
      }
      if (head !== '' && Buffer.isBuffer(chunk) && chunk.length <= MAX_JOINED_BYTES) {
        const whole = join(head, chunk);
        head = '';
        return write(whole);
      }
      flush();
      return write(...piece);
    },
    cork: () => {
      isCorked = true;
    },
    uncork: () => {
      isCorked = false;
      flush();
    },
  });
}

function join(head: string, body: Buffer): Buffer {
  const whole = Buffer.allocUnsafe(head.length + body.length);
  whole.write(head, 'latin1');
  whole.set(body, head.length);
  return whole;
}

/** The head with our lines, before its last one: that of the length, as Svix has it. */
function complete(head: string, outgoing: Outgoing): string {
  const { lines } = outgoing;
  if (lines === '') return head;
  outgoing.lines = '';
  const length = head.lastIndexOf('content-length: ');
  const at = length === -1 ? head.length - LINE_END.length : length;
  return head.slice(0, at) + lines + head.slice(at);
}

const LINE_END = '\r\n';

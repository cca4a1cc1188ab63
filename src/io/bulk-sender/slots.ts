import type { Dispatcher } from 'undici';
import type { RawHeaders } from '../../core/delivery/delivery.ts';
import type { Turn } from '../../core/sending/schedule.ts';
import { type Failure, refuseAnswer, toFailure, toTimeout } from '../failure.ts';
import type { Connection, Prepare } from './connection.ts';

/** Where one request is, and after it what came of the last one. Moments are those of `performance.now`. */
export interface Exchange {
  readonly index: number;
  readonly attempt: number;
  /** When it was to start, from which its latency counts. */
  readonly intendedMs: number;
  /** 0 when no whole answer came. */
  readonly status: number;
  /** Undefined when a whole answer came. */
  readonly failure: Failure | undefined;
  readonly retryAfter: string | undefined;
}

/** Room for one request at a time, made once and used for many: objects for each request would be most of the work. */
interface Slot {
  readonly exchange: Exchange;
  /** Sends; the slot has to be free. It never ends before this returns. */
  readonly send: (turn: Turn, nowMs: number) => void;
  /** Gives up what has taken too long. */
  readonly expire: (nowMs: number) => void;
}

/** An answer that stands for others like it, with the start of its body. */
export interface AnswerExample {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
}

/** The part of a run that its slots need. */
export interface SlotSetting {
  readonly prepare: Prepare;
  readonly timeoutMs: number;
  readonly onEnd: (slot: Slot) => void;
  /** The same request went out once more, on a new connection. */
  readonly onResent: () => void;
  /** Tells whether an answer with this status is still wanted as an example. */
  readonly wantsExample: (status: number) => boolean;
  readonly onExample: (example: AnswerExample) => void;
  /** The request could not be made at all. */
  readonly onBroken: (error: unknown) => void;
}

const TIMED_OUT = new Error('no whole answer in time');
const UNSENDABLE: Failure = { code: 'unsendable', message: 'not sent' };
const ENOUGH = new Error('the rest of the answer is not read');
/** Longest answer that is read; nothing of it is kept. */
const MAX_ANSWER_BYTES = 1_048_576;
const MAX_EXAMPLE_BYTES = 65_536;

/** A slot on a connection, which with pipelining has several. */
function createSlot(connection: Connection, setting: SlotSetting): Slot {
  const exchange: { -readonly [Name in keyof Exchange]: Exchange[Name] } = {
    index: 0,
    attempt: 0,
    intendedMs: 0,
    status: 0,
    failure: undefined,
    retryAfter: undefined,
  };
  let controller: Dispatcher.DispatchController | undefined;
  let deadlineMs = Number.POSITIVE_INFINITY;
  let lines = '';
  let answerBytes = 0;
  let example: { readonly headers: RawHeaders; readonly chunks: Buffer[] } | undefined;
  let isOnUsedConnection = false;
  let isResent = false;

  function dispatch(): void {
    try {
      const prepared = setting.prepare(exchange.index, exchange.attempt);
      // Later: a slot never ends before `send` has returned.
      if (prepared === undefined) return void setImmediate(end, UNSENDABLE);
      lines = prepared.lines;
      connection.dispatch(prepared.body, handler);
    } catch (error) {
      setting.onBroken(error);
      setImmediate(end, toFailure(error, setting.timeoutMs));
    }
  }

  function end(failure: Failure | undefined): void {
    controller = undefined;
    deadlineMs = Number.POSITIVE_INFINITY;
    exchange.failure = failure;
    if (failure !== undefined) exchange.status = 0;
    setting.onEnd(slot);
  }

  /** A connection that was used before may have been closed just as the request went out, which says nothing of the app. */
  function fail(failure: Failure): void {
    const isStale = failure.code === 'reset' && isOnUsedConnection && exchange.status === 0;
    if (isStale && !isResent) {
      isResent = true;
      setting.onResent();
      dispatch();
    } else end(failure);
  }

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart: (next) => {
      controller = next;
      isOnUsedConnection = connection.isUsed();
      connection.giveLines(lines);
    },
    onResponseStart: (_, status, headers) => {
      exchange.status = status;
      const value = headers['retry-after'];
      exchange.retryAfter = typeof value === 'string' ? value : undefined;
      example = setting.wantsExample(status) ? { headers: toPairs(headers), chunks: [] } : undefined;
    },
    onResponseData: (current, chunk) => {
      if (answerBytes < MAX_EXAMPLE_BYTES) example?.chunks.push(chunk);
      answerBytes += chunk.length;
      if (answerBytes > MAX_ANSWER_BYTES) current.abort(ENOUGH);
    },
    onResponseEnd: () => {
      connection.noteAnswer();
      if (example !== undefined)
        setting.onExample({
          status: exchange.status,
          headers: example.headers,
          body: Buffer.concat(example.chunks),
        });
      const { status } = exchange;
      end(status > 599 ? toFailure(refuseAnswer(`its status is ${status}`), setting.timeoutMs) : undefined);
    },
    // Later: undici is in the middle of its clearing up, and what is dispatched from here would be cleared up as well.
    onResponseError: (_, error) => {
      if (error === ENOUGH) setImmediate(end, undefined);
      else
        setImmediate(
          fail,
          error === TIMED_OUT ? toTimeout(setting.timeoutMs) : toFailure(error, setting.timeoutMs),
        );
    },
  };

  const slot: Slot = {
    exchange,
    send: ({ index, attempt, dueMs }, nowMs) => {
      exchange.index = index;
      exchange.attempt = attempt;
      exchange.intendedMs = dueMs;
      exchange.status = 0;
      exchange.failure = undefined;
      exchange.retryAfter = undefined;
      isOnUsedConnection = false;
      answerBytes = 0;
      isResent = false;
      deadlineMs = nowMs + setting.timeoutMs;
      dispatch();
    },
    expire: (nowMs) => {
      if (nowMs >= deadlineMs) controller?.abort(TIMED_OUT);
    },
  };
  return slot;
}

function toPairs(headers: Readonly<Record<string, string | readonly string[] | undefined>>): RawHeaders {
  return Object.entries(headers).map(([name, value = '']) => [name, String(value)] as const);
}

/** All slots of a run: made as they are needed, and the one that was used last is taken first. */
export interface Slots {
  readonly isFree: () => boolean;
  readonly inFlight: () => number;
  /** A slot to send with; it is given back when its request has ended. There has to be a free one. */
  readonly take: () => Slot;
  readonly giveBack: (slot: Slot) => void;
  /** Gives up what has taken too long. */
  readonly expire: (nowMs: number) => void;
  /** Closes all connections. */
  readonly close: () => Promise<unknown>;
}

/** Slots on so many connections, so many on each. */
export function createSlots(
  { connections, pipelining }: { readonly connections: number; readonly pipelining: number },
  openConnection: () => Connection,
  setting: SlotSetting,
): Slots {
  const open: Connection[] = [];
  const slots: Slot[] = [];
  const free: Slot[] = [];
  const most = connections * pipelining;

  /** One on each connection first. */
  function make(): Slot {
    const connection = open[slots.length % connections] ?? openConnection();
    if (open.length < connections) open.push(connection);
    const slot = createSlot(connection, setting);
    slots.push(slot);
    return slot;
  }

  return {
    isFree: () => free.length > 0 || slots.length < most,
    inFlight: () => slots.length - free.length,
    take: () => free.pop() ?? make(),
    giveBack: (slot) => void free.push(slot),
    expire: (nowMs) => {
      for (const slot of slots) slot.expire(nowMs);
    },
    close: () => Promise.all(open.map((connection) => connection.close())),
  };
}

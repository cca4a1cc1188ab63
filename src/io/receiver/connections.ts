import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { createUnderWay, type UnderWay } from '../../core/under-way.ts';
import { type Refusal, toTooMany } from '../refusal.ts';
import type { ReceiverLimits, TlsPair } from './options.ts';

/** A request and its answer to be. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Starts the time that the sender has for reading an answer that is written. */
  readonly onAnswer: () => void;
}

/** What is known of an open connection. */
export interface Connection {
  /** Exchanges that are not answered yet, in the order of their requests. */
  readonly open: Set<Exchange>;
  /** How many deliveries on it are being answered. */
  working: number;
  /** Whether a refusal ends it, so that what still comes is not read. */
  isRefused: boolean;
  /** Whether it is one too many: its first request needs the place of another. */
  isSurplus: boolean;
  /** When it was opened, or its newest request began or was answered. */
  waitingSince: number;
}

/** All open connections. */
export interface Connections {
  readonly of: (socket: Duplex) => Connection;
  /** Whether it is open, with TLS: whether both sides have agreed on it. */
  readonly isOpen: (socket: Duplex) => boolean;
  /** Finds a place for one too many: whether there is one. */
  readonly admit: (connection: Connection) => Promise<boolean>;
  /** Deliveries that are being answered: closing waits for them, even where their connections are gone by then. */
  readonly underWay: UnderWay;
  /** Ends what is not being worked on at once: idle connections, and requests that have not come whole. Nothing is reported after it. */
  readonly close: (drainMs: number) => Promise<void>;
}

interface ConnectionsOptions {
  readonly limits: ReceiverLimits;
  readonly tls?: TlsPair | undefined;
  readonly onRefusal: (refusal: Refusal) => void;
}

const SWEEP_MS = 20;
/** Number of connections above the limit that wait for a place or are told 503; those above are closed at once. */
const SURPLUS = 64;

/** Follows the connections of a server from their beginning to their end. */
export function createConnections(
  server: Server,
  { limits, tls, onRefusal }: ConnectionsOptions,
): Connections {
  const known = new Map<Duplex, Connection>();
  const underWay = createUnderWay();
  const surplus = createSurplusReport(limits.maxConnections, onRefusal);
  server.maxConnections = limits.maxConnections + SURPLUS;
  server.on('drop', surplus.add);
  // With TLS, requests come over another socket than the one that was accepted.
  const places = createPlaces(known, limits, surplus.add);
  server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Duplex) => {
    known.set(socket, toConnection(places.areTaken()));
    socket.once('close', () => known.delete(socket));
  });
  return {
    of: (socket) => known.get(socket) ?? toConnection(false),
    isOpen: (socket) => known.has(socket),
    admit: places.admit,
    underWay,
    close: (drainMs) => close(server, { known, underWay }, drainMs).finally(surplus.flush),
  };
}

function toConnection(isSurplus: boolean): Connection {
  return { open: new Set(), working: 0, isRefused: false, isSurplus, waitingSince: performance.now() };
}

/**
 * The places of connections. Where all are taken, a new one gets that of the connection whose sender has kept the
 * listener waiting longest: however many are slow, a sender that sends its request at once is answered.
 */
function createPlaces(
  known: Map<Duplex, Connection>,
  { maxConnections, giveWayAfterMs }: ReceiverLimits,
  onTurnedAway: () => void,
) {
  let isSweeping = false;
  const hasFree = () => [...known.values()].filter(({ isSurplus }) => !isSurplus).length < maxConnections;
  /** Closes the slowest of these: 0 when that is done, else the time until it may be, undefined where all are at work. */
  const closeSlowest = (isMeant: (connection: Connection) => boolean = () => true) => {
    const slow = [...known].filter(([, each]) => each.working === 0 && isMeant(each));
    const [slowest] = slow.sort(([, one], [, other]) => one.waitingSince - other.waitingSince);
    if (slowest === undefined) return undefined;
    const [socket, connection] = slowest;
    const waitMs = connection.waitingSince + giveWayAfterMs - performance.now();
    if (waitMs > 0) return waitMs;
    connection.isRefused = true;
    known.delete(socket);
    socket.destroy();
    onTurnedAway();
    return 0;
  };
  const findPlace = () => (hasFree() ? 0 : closeSlowest(({ isSurplus }) => !isSurplus));
  /** Silent ones would else take what is kept free for telling 503. */
  const sweepLater = () => {
    if (isSweeping) return;
    isSweeping = true;
    setTimeout(() => {
      isSweeping = false;
      while (known.size > maxConnections && closeSlowest() === 0);
      if (known.size > maxConnections) sweepLater();
    }, giveWayAfterMs).unref();
  };
  return {
    areTaken: () => {
      if (known.size < maxConnections || findPlace() === 0) return false;
      sweepLater();
      return true;
    },
    admit: async (connection: Connection) => {
      connection.working += 1;
      const until = performance.now() + 2 * giveWayAfterMs;
      let waitMs = findPlace();
      // A timer may fire early, and another request may take the place.
      while (waitMs !== undefined && waitMs > 0 && performance.now() < until) {
        await sleep(Math.ceil(waitMs), undefined, { ref: false });
        waitMs = findPlace();
      }
      const isAdmitted = waitMs === 0;
      connection.working -= 1;
      connection.isSurplus = !isAdmitted;
      if (!isAdmitted) onTurnedAway();
      return isAdmitted;
    },
  };
}

const REPORT_EVERY_MS = 1_000;

/** A server is closed before its last connections say that they are; only then do their requests learn it, and are refused. */
async function allGone(known: Open['known']): Promise<void> {
  // `once` of Node would reject at an error, which is but one way to be gone.
  const closed = [...known.keys()].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
  await Promise.all(closed);
  await nextTurn();
}

/** One report a second, however many there are; each tells how many came since the last. */
function createSurplusReport(limit: number, onRefusal: (refusal: Refusal) => void) {
  let count = 0;
  let reportedAt = Number.NEGATIVE_INFINITY;
  const flush = () => {
    if (count > 0) onRefusal(toTooMany(limit, count));
    count = 0;
  };
  const add = () => {
    count += 1;
    const now = performance.now();
    if (now - reportedAt < REPORT_EVERY_MS) return;
    reportedAt = now;
    flush();
  };
  return { add, flush };
}

interface Open {
  readonly known: ReadonlyMap<Duplex, Connection>;
  readonly underWay: UnderWay;
}

async function close(server: Server, { known, underWay }: Open, drainMs: number): Promise<void> {
  const endIdle = () => {
    for (const [socket, { working }] of known) if (working === 0) socket.destroy();
  };
  const sweep = setInterval(endIdle, SWEEP_MS);
  let deadline: NodeJS.Timeout | undefined;
  const isOver = new Promise<void>((resolve) => {
    deadline = setTimeout(() => {
      for (const socket of known.keys()) socket.destroy();
      resolve();
    }, drainMs);
  });
  await new Promise((resolve) => {
    server.close(resolve);
    endIdle();
  });
  await Promise.race([isOver, allGone(known)]);
  await Promise.race([isOver, underWay.none()]);
  clearInterval(sweep);
  clearTimeout(deadline);
}

import { fstatSync, type Stats } from 'node:fs';
import type { AppError } from '../core/error.ts';
import { toFileError } from './file-error.ts';
import { createDirectOutput } from './output-direct.ts';
import { createOutputQueue } from './output-queue.ts';
import { writeNow } from './write-now.ts';

type Stream = 'stdout' | 'stderr';

/** The two streams of the process, as far as writing to them goes. */
export interface Output {
  /** Writes at once, or later in the same order once `startQueue` was called. Throws AppError `file_unwritable`. */
  readonly write: (stream: Stream, text: string) => void;
  /** False while so much waits for a reader that more should not be written. */
  readonly hasRoom: (stream: Stream) => boolean;
  /** Whether everything is written, so that what comes next is seen at once. */
  readonly isIdle: (stream: Stream) => boolean;
  /**
   * Resolves when everything is written, with false when a reader that stands still was given up, which happens only
   * after `hurry`. Throws AppError `file_unwritable`.
   */
  readonly flush: () => Promise<boolean>;
  /** From now on nothing that reads the output can hold up the process. */
  readonly startQueue: () => void;
}

interface Options {
  /** Called once when nobody reads any more: a pipe or a terminal was closed. */
  readonly onClosed: () => void;
  /** Called when queued output cannot be written; `flush` throws the reason. */
  readonly onFailure: () => void;
  /** Aborted when the user wants to see the end. */
  readonly hurry: AbortSignal;
}

const DESCRIPTORS = { stdout: 1, stderr: 2 } as const;
const LIMIT_BYTES = 16 * 1_048_576;
const PATIENCE_MS = 2_000;
/** A pipe without a reader, and a terminal that was closed. */
const CLOSED: ReadonlySet<unknown> = new Set(['EPIPE', 'EIO']);

/** Output of this process. Written at once at first: `console` and the streams of Node cost milliseconds at start-up. */
export function createOutput({ onClosed, onFailure, hurry }: Options): Output {
  let isClosed = false;
  let failure: AppError | undefined;
  let queues: ReturnType<typeof createQueues> | undefined;

  function fail(descriptor: number, error: unknown): void {
    if (CLOSED.has(codeOf(error))) {
      const isFirst = !isClosed;
      isClosed = true;
      if (isFirst) onClosed();
      return;
    }
    // When even errors cannot be told, there is nothing left to do about it.
    if (descriptor === DESCRIPTORS.stderr) return;
    failure = toFileError('write', 'standard output', error);
  }

  return {
    write: (stream, text) => {
      if (isClosed) return;
      if (queues !== undefined) return queues[stream].add(DESCRIPTORS[stream], text);
      try {
        writeNow(DESCRIPTORS[stream], text);
      } catch (error) {
        fail(DESCRIPTORS[stream], error);
        if (failure !== undefined) throw takeFailure();
      }
    },
    hasRoom: (stream) => queues?.[stream].hasRoom() ?? true,
    isIdle: (stream) => queues?.[stream].isIdle() ?? true,
    flush: async () => {
      const each = Object.values(queues ?? {}).map((queue) => queue.flush(hurry, PATIENCE_MS));
      const isWhole = (await Promise.all(each)).every(Boolean);
      if (failure !== undefined) throw takeFailure();
      return isWhole || isClosed;
    },
    startQueue: () => {
      queues ??= createQueues((descriptor, error) => {
        fail(descriptor, error);
        if (failure !== undefined) onFailure();
      });
    },
  };

  /** Told once: what is written afterwards is about the failure. */
  function takeFailure(): AppError | undefined {
    const taken = failure;
    failure = undefined;
    return taken;
  }
}

/** One queue where both streams go to the same place, so that the order is kept there; else a reader holds up only its own. */
function createQueues(onFailure: (descriptor: number, error: unknown) => void) {
  const [one, two] = [fstatSync(DESCRIPTORS.stdout), fstatSync(DESCRIPTORS.stderr)];
  const create = (status: Stats) =>
    status.isFile()
      ? createDirectOutput(onFailure)
      : createOutputQueue({ limitBytes: LIMIT_BYTES, onFailure });
  const stdout = create(one);
  const isSame = one.dev === two.dev && one.ino === two.ino;
  return { stdout, stderr: isSame ? stdout : create(two) };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

import { write } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Output on its way to one file, pipe or terminal. A reader that stands still holds up neither the process nor its signals. */
export interface OutputQueue {
  /** Takes text for a descriptor; written in the order of the calls. */
  readonly add: (descriptor: number, text: string) => void;
  /** False from when too much waits until half of it is written: what is added all the same is kept too. */
  readonly hasRoom: () => boolean;
  /** Whether everything is written. */
  readonly isIdle: () => boolean;
  /**
   * Resolves with true when everything is written. Once `hurry` is aborted, a reader that takes nothing for
   * `patienceMs` is given up, with false. Never rejects.
   */
  readonly flush: (hurry: AbortSignal, patienceMs: number) => Promise<boolean>;
}

interface Options {
  readonly limitBytes: number;
  /** Told of an error of writing to a descriptor; what is queued for it is gone, and what is added from now on, too. */
  readonly onFailure: (descriptor: number, error: unknown) => void;
}

interface Piece {
  readonly descriptor: number;
  readonly text: string;
}

interface Batch {
  readonly descriptor: number;
  readonly bytes: Buffer;
}

const BATCH_PIECES = 256;
const RETRY_MS = 5;
const LOOK_MS = 50;

// Not `fs.writeSync`, which blocks, and not the streams of Node, which block on Linux too: a thread of the pool may wait.
const writeSome = promisify(write);

/** A queue with nothing in it. */
export function createOutputQueue({ limitBytes, onFailure }: Options): OutputQueue {
  const failed = new Set<number>();
  const pieces: Piece[] = [];
  let waitingBytes = 0;
  let writtenBytes = 0;
  let isFull = false;
  let writing: Promise<void> | undefined;

  async function writePieces(): Promise<void> {
    for (let batch = takeBatch(pieces); batch !== undefined; batch = takeBatch(pieces)) {
      await writeWhole(batch);
      waitingBytes -= batch.bytes.length;
      if (waitingBytes <= limitBytes / 2) isFull = false;
    }
    writing = undefined;
  }

  async function writeWhole({ descriptor, bytes }: Batch): Promise<void> {
    if (failed.has(descriptor)) return;
    try {
      for (let start = 0; start < bytes.length; ) {
        const count = await writeOrWait(descriptor, bytes.subarray(start));
        start += count;
        writtenBytes += count;
      }
    } catch (error) {
      failed.add(descriptor);
      onFailure(descriptor, error);
    }
  }

  return {
    add: (descriptor, text) => {
      pieces.push({ descriptor, text });
      waitingBytes += Buffer.byteLength(text);
      if (waitingBytes > limitBytes) isFull = true;
      writing ??= writePieces();
    },
    hasRoom: () => !isFull,
    isIdle: () => writing === undefined,
    flush: async (hurry, patienceMs) => {
      let seenBytes = writtenBytes;
      let quietMs = 0;
      while (writing !== undefined && quietMs < patienceMs) {
        await Promise.race([writing, delay(LOOK_MS, undefined, { ref: false })]);
        quietMs = hurry.aborted && seenBytes === writtenBytes ? quietMs + LOOK_MS : 0;
        seenBytes = writtenBytes;
      }
      return writing === undefined;
    },
  };
}

/** The next pieces for one descriptor as one. */
function takeBatch(pieces: Piece[]): Batch | undefined {
  const [first] = pieces;
  if (first === undefined) return undefined;
  const next = pieces.slice(0, BATCH_PIECES);
  const other = next.findIndex(({ descriptor }) => descriptor !== first.descriptor);
  const batch = pieces.splice(0, other === -1 ? next.length : other);
  return { descriptor: first.descriptor, bytes: Buffer.from(batch.map(({ text }) => text).join('')) };
}

async function writeOrWait(descriptor: number, bytes: Buffer): Promise<number> {
  try {
    return (await writeSome(descriptor, bytes)).bytesWritten;
  } catch (error) {
    // A pipe that another program made non-blocking, and that is full just now.
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    await delay(RETRY_MS);
    return 0;
  }
}

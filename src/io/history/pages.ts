import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type Age, PAGE_BYTES } from '../../core/history/salvage/payload.ts';
import type { Pages } from '../../core/history/salvage/salvage.ts';
import type { PageImage } from '../../core/history/salvage/survey.ts';
import { readLog } from '../../core/history/salvage/wal.ts';
import { refuseIrregular } from '../read-file.ts';

/** A damaged history, opened to be read page by page. */
export interface OpenPages extends Pages {
  readonly close: () => void;
}

interface Bytes {
  readonly length: number;
  readonly read: (at: number, bytes: number) => Uint8Array;
  readonly close: () => void;
}

const NOTHING: Bytes = { length: 0, read: () => new Uint8Array(), close: () => undefined };

/** Opens a history and its write-ahead log as they are. Throws what the file system throws when the file cannot be read. */
export function openPages(path: string): OpenPages {
  const file = openBytes(path);
  const log = openLog(path);
  const { committed, doubtful } = readLog(log.length, log.read);
  const newest = new Map(committed.map(({ page, at }) => [page, at]));
  const last = new Map([...committed, ...doubtful].map(({ page, at }) => [page, at]));
  const lengthInPages = Math.ceil(file.length / PAGE_BYTES);

  /** Addresses in the log follow those in the file. */
  function readImage(address: number): Uint8Array {
    const inLog = address - lengthInPages * PAGE_BYTES;
    return inLog < 0 ? file.read(address, PAGE_BYTES) : log.read(inLog, PAGE_BYTES);
  }

  /** What a commit has written over is left out: a delivery that only stands there has been removed. */
  function* images(): Generator<PageImage> {
    for (let page = 1; page <= lengthInPages; page += 1) {
      const address = (page - 1) * PAGE_BYTES;
      if (!newest.has(page)) yield { address, bytes: readImage(address) };
    }
    for (const at of [...newest.values(), ...doubtful.map((frame) => frame.at)]) {
      const address = lengthInPages * PAGE_BYTES + at;
      yield { address, bytes: readImage(address) };
    }
  }

  function readPage(page: number, age: Age): Uint8Array | undefined {
    const at = age === 'file' ? undefined : (age === 'last' ? last : newest).get(page);
    if (at !== undefined) return log.read(at, PAGE_BYTES);
    return page >= 1 && page <= lengthInPages ? readImage((page - 1) * PAGE_BYTES) : undefined;
  }

  return {
    images,
    readImage,
    readPage,
    bytes: file.length + log.length,
    close: () => {
      file.close();
      log.close();
    },
  };
}

function openLog(path: string): Bytes {
  try {
    return openBytes(`${path}-wal`);
  } catch {
    // There is none when the last listener ended in good order.
    return NOTHING;
  }
}

function openBytes(path: string): Bytes {
  refuseIrregular(path);
  const descriptor = openSync(path, 'r');
  return {
    length: fstatSync(descriptor).size,
    read: (at, bytes) => {
      const buffer = Buffer.alloc(bytes);
      return buffer.subarray(0, readSync(descriptor, buffer, 0, bytes, at));
    },
    close: () => closeSync(descriptor),
  };
}

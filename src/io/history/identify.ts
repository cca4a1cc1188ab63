import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { AppError } from '../../core/error.ts';
import { findCandidates } from '../../core/history/salvage/candidates.ts';
import { findDelivery } from '../../core/history/salvage/rows.ts';
import type { Pages } from '../../core/history/salvage/salvage.ts';
import { DELIVERY } from '../../core/history/salvage/shapes.ts';
import { refuseIrregular } from '../read-file.ts';
import { toDamaged } from './failure.ts';
import { openPages } from './pages.ts';
import { APPLICATION_ID } from './schema.ts';

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const APPLICATION_ID_AT = 68;
/** Where a history that has lost its header is told from another file by its deliveries, so many pages are looked at. */
const MOST_PAGES = 2_000;

/**
 * What a file is, before SQLite gets hold of it: `empty`, or one that begins as a history does.
 * Throws AppError `history_damaged` for a history that does not, and for all other files `file_unreadable` or
 * `file_unwritable`, by what was to be done. Throws what the file system throws.
 */
export function identify(path: string, verb: 'read' | 'write'): 'empty' | 'history' {
  const status = statSync(path);
  if (status.isDirectory()) throw toFolder(path, verb);
  if (status.isFile() && status.size === 0) {
    if (!hasLog(path)) return 'empty';
    throw toDamaged(path);
  }
  if (status.isFile() && beginsAsHistory(path)) return 'history';
  if (status.isFile() && holdsDeliveries(path)) throw toDamaged(path);
  throw new AppError(
    verb === 'read' ? 'file_unreadable' : 'file_unwritable',
    `${path} holds something other than a history${verb === 'read' ? '' : ', and nothing was added to it'}.`,
    'Choose another file.',
  );
}

function toFolder(path: string, verb: 'read' | 'write'): AppError {
  const code = verb === 'read' ? 'file_unreadable' : 'file_unwritable';
  return new AppError(code, `Cannot ${verb} ${path}: it is a folder.`, 'Name a file in it.');
}

/** Whether something of a history is only in its write-ahead log. Throws what the file system throws. */
export function hasLog(path: string): boolean {
  return existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;
}

/** Whether a file begins as a history does. Throws AppError `file_unreadable` for a pipe or a device, and what the file system throws. */
export function beginsAsHistory(path: string): boolean {
  refuseIrregular(path);
  const descriptor = openSync(path, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const length = readSync(descriptor, header, 0, HEADER_BYTES, 0);
    return (
      length === HEADER_BYTES &&
      header.toString('latin1', 0, MAGIC.length) === MAGIC &&
      header.readUInt32BE(APPLICATION_ID_AT) === APPLICATION_ID
    );
  } finally {
    closeSync(descriptor);
  }
}

function holdsDeliveries(path: string): boolean {
  const pages = openPages(path);
  try {
    return hasDelivery(pages);
  } finally {
    pages.close();
  }
}

function hasDelivery(pages: Pages): boolean {
  let seen = 0;
  for (const { bytes } of pages.images()) {
    seen += 1;
    if (seen > MOST_PAGES) return false;
    for (const row of findCandidates(bytes, DELIVERY, pages))
      if (findDelivery(row) !== undefined) return true;
  }
  return false;
}

import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { AppError } from '../../core/error.ts';
import { refuseIrregular } from '../read-file.ts';
import { toDamaged } from './failure.ts';
import { APPLICATION_ID } from './schema.ts';

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const APPLICATION_ID_AT = 68;
/** Columns of a delivery that follow each other in every row: its id, its time and its verdict. */
const DELIVERY =
  /[0-7][0-9A-HJKMNP-TV-Z]{25}\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z(?:valid|header_|timestamp_|signature_)/;
/** Bytes that are searched for a delivery in a file without the header of a history. */
const MOST_BYTES = 8_388_608;

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

/** Whether a file begins as a history does. Throws as `readStart` does. */
export function beginsAsHistory(path: string): boolean {
  const header = readStart(path, HEADER_BYTES);
  return (
    header.length === HEADER_BYTES &&
    header.toString('latin1', 0, MAGIC.length) === MAGIC &&
    header.readUInt32BE(APPLICATION_ID_AT) === APPLICATION_ID
  );
}

/** Whether a file without a header, or its log, holds a delivery. Throws what the file system throws. */
function holdsDeliveries(path: string): boolean {
  return [path, ...(hasLog(path) ? [`${path}-wal`] : [])].some((file) =>
    DELIVERY.test(readStart(file, MOST_BYTES).toString('latin1')),
  );
}

/** The first bytes of a file. Throws AppError `file_unreadable` for a pipe or a device, and what the file system throws. */
export function readStart(path: string, bytes: number): Buffer {
  refuseIrregular(path);
  const descriptor = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(bytes, fstatSync(descriptor).size));
    return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, 0));
  } finally {
    closeSync(descriptor);
  }
}

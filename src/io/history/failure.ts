import { toShellWord } from '../../core/delivery/shell-word.ts';
import { AppError } from '../../core/error.ts';
import { toFileError } from '../file-error.ts';

const REASONS: ReadonlyMap<number, string> = new Map([
  [3, 'permission denied'],
  [7, 'there is not enough memory'],
  [8, 'it is read-only'],
  [13, 'the disk is full'],
  [14, 'it cannot be opened'],
  [23, 'permission denied'],
]);

const [BUSY, LOCKED, IOERR, CORRUPT, TOO_LARGE, NOTADB] = [5, 6, 10, 11, 18, 26];
/** The first is an error in SQL, as when a table is not there: ours is always the same, so it is the file that is wrong. */
const DAMAGED = [1, CORRUPT, NOTADB];
/** I/O errors of writing, which a quota gives, too: write, fsync, dir_fsync, truncate, shmopen, shmsize, shmmap. */
const WRITE_FAILURES = [778, 1034, 1290, 1546, 4618, 4874, 5386];

/** The extended result code of SQLite, undefined for any other error. Source: sqlite.org/rescode.html. */
function findCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode : undefined;
}

/** Whether another process has the file for itself at the moment. Never throws. */
export function isBusy(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'history_locked';
  const code = findCode(error);
  return code !== undefined && [BUSY, LOCKED].includes(code & 0xff);
}

/** Whether SQLite could not open one of the files that it needs. Never throws. */
export function isUnopened(error: unknown): boolean {
  return [8, 14].includes((findCode(error) ?? 0) & 0xff);
}

/** Whether it is the disk or the file that failed, so that no other delivery could be written either. Never throws. */
export function isOfFile(error: unknown): boolean {
  const code = findCode(error);
  return code !== undefined && [...DAMAGED, ...REASONS.keys(), BUSY, LOCKED, IOERR].includes(code & 0xff);
}

/**
 * An error of SQLite in words, naming the file: AppError `history_locked`, `history_damaged`, `file_unwritable`, or
 * `file_unreadable` when nothing was to be written. Any other error is given back as it is. Never throws.
 */
export function toHistoryError(path: string, error: unknown, verb: 'read' | 'write' = 'write'): unknown {
  const code = findCode(error);
  if (isBeyondRange(error)) return toDamaged(path);
  if (code === undefined) return isOfSystem(error) ? toFileError(verb, path, error) : error;
  const primary = code & 0xff;
  if (primary === BUSY || primary === LOCKED) return toLocked(path);
  if (DAMAGED.includes(primary)) return toDamaged(path);
  if (primary === IOERR && !WRITE_FAILURES.includes(code)) return toDamaged(path);
  const reason = REASONS.get(primary) ?? toReason(code, error);
  return new AppError(
    verb === 'read' ? 'file_unreadable' : 'file_unwritable',
    `Cannot ${verb} ${path}: ${reason}.`,
    primary === 13 ? 'Make room on the disk, or use another folder.' : undefined,
  );
}

/** A number or a text in the file that JavaScript cannot hold, and that this tool never writes. */
function isBeyondRange(error: unknown): boolean {
  const isCoded = error instanceof Error && 'code' in error;
  return isCoded && (error.code === 'ERR_OUT_OF_RANGE' || error.code === 'ERR_STRING_TOO_LONG');
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function toReason(code: number, error: unknown): string {
  if ((code & 0xff) === TOO_LARGE) return 'the delivery is too large';
  if (WRITE_FAILURES.includes(code)) return 'the disk is full, its quota used up, or it failed';
  return error instanceof Error ? error.message : String(error);
}

/** The failure of a file that another process keeps for itself. */
export function toLocked(path: string): AppError {
  return new AppError(
    'history_locked',
    `Another process has locked ${path}.`,
    'End the program that has it open, or wait until it is done.',
  );
}

/** The failure of a file that is not whole, or not as fp-webhooks writes it. */
export function toDamaged(path: string, how?: string): AppError {
  return new AppError(
    'history_damaged',
    `The history ${path} is damaged${how === undefined ? '' : `: ${how}`}.`,
    `Run fp-webhooks history recover --history ${toShellWord(path)}: it saves all that can be read.`,
  );
}

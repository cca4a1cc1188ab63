import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError } from '../core/error.ts';
import { toUtf8 } from '../core/json/encoding.ts';
import { toFileError } from './file-error.ts';
import { withDefaultSignals } from './interruption.ts';

const MIB = 1_048_576;
const LEAST_CHUNK = 65_536;

/** All bytes of a file, a pipe or a device, at most 256 MiB. Throws AppError `file_unreadable`. */
export function readInput(path: string, cwd: string): Uint8Array {
  return read(path, cwd, { mostMib: 256, hint: 'Split it, for example with split -l.' });
}

/** All bytes of a regular file. Throws AppError `file_unreadable`, also for a pipe, a device and a larger file. */
export function readRegular(path: string, cwd: string, mostMib: number): Uint8Array {
  return read(path, cwd, { mostMib, isRegular: true, hint: 'Is it the right file?' });
}

/** The same of at most 1 MiB; undefined where there is no file. Throws AppError `file_unreadable`. */
export function findRegular(path: string, cwd: string): Uint8Array | undefined {
  const status = guarded(path, () => statSync(resolve(cwd, path), { throwIfNoEntry: false }));
  return status && readRegular(path, cwd, 1);
}

/** Text of a file or a pipe of at most 1 MiB. Throws AppError `file_unreadable`, or `file_malformed` for its encoding. */
export function readText(path: string, cwd: string): string {
  return decode(read(path, cwd, { mostMib: 1, hint: 'Is it the right file?' }), path);
}

/** Text of a regular file of at most 1 MiB; undefined where there is none. Throws as `readText` does. */
export function findText(path: string, cwd: string): string | undefined {
  const bytes = findRegular(path, cwd);
  return bytes && decode(bytes, path);
}

function decode(bytes: Uint8Array, path: string): string {
  return new TextDecoder().decode(toUtf8(bytes, path));
}

interface Limits {
  readonly mostMib: number;
  /** Refuses pipes and devices: they may never end. */
  readonly isRegular?: true;
  readonly hint: string;
}

function read(path: string, cwd: string, limits: Limits): Uint8Array {
  const full = resolve(cwd, path);
  return guarded(path, () => {
    const status = statSync(full);
    if (limits.isRegular) refuseIrregular(path, status);
    if (status.size > limits.mostMib * MIB) throw toTooLarge(path, limits);
    const action = () => readOpened(full, status.size, limits.mostMib * MIB);
    const bytes = status.isFile() ? action() : withDefaultSignals(action);
    if (bytes === undefined) throw toTooLarge(path, limits);
    return bytes;
  });
}

function readOpened(full: string, size: number, most: number): Uint8Array | undefined {
  const descriptor = openSync(full, 'r');
  try {
    return readAll(descriptor, size, most);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Read until there is no more, because pipes and devices say that their size is 0. In pieces, since a buffer that grows
 * would take three times the memory; a file is one piece. Undefined where it is larger.
 */
function readAll(descriptor: number, size: number, most: number): Uint8Array | undefined {
  const pieces: Buffer[] = [];
  for (let length = 0; length <= most; ) {
    const piece = Buffer.allocUnsafe(Math.max(size + 1 - length, LEAST_CHUNK));
    const count = readSync(descriptor, piece, 0, piece.length, null);
    if (count === 0)
      return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
    pieces.push(piece.subarray(0, count));
    length += count;
  }
  return undefined;
}

/** Throws AppError `file_unreadable` for a pipe or a device, and what the file system throws. */
export function refuseIrregular(path: string, status: Stats = statSync(path)): void {
  if (status.isFile() || status.isDirectory()) return;
  const hint = 'Replace it with a regular file.';
  throw new AppError('file_unreadable', `Cannot read ${path}: it is not a regular file.`, hint);
}

function toTooLarge(path: string, { mostMib, hint }: Limits): AppError {
  return new AppError('file_unreadable', `Cannot read ${path}: it is larger than ${mostMib} MiB.`, hint);
}

function guarded<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw error instanceof AppError ? error : toFileError('read', path, error);
  }
}

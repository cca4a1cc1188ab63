import { AppError } from '../core/error.ts';

/** The failure of a file operation in words, naming the file. Throws what no system reports: it is a bug, and no fault of the file. `verb` is what was tried, for example `read`. */
export function toFileError(verb: 'read' | 'write', path: string, error: unknown): AppError {
  if (!(error instanceof Error && 'code' in error) || error instanceof RangeError) throw error;
  const reason = REASONS.get(String(error.code)) ?? error.message;
  return new AppError(
    verb === 'read' ? 'file_unreadable' : 'file_unwritable',
    `Cannot ${verb} ${path}: ${reason}.`,
  );
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'the operation is not permitted'],
  ['EEXIST', 'a part of its path is not a folder'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'a part of its path is not a folder'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['ELOOP', 'its symbolic links lead in a circle'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EMFILE', 'too many files are open'],
]);

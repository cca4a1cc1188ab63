import { AppError } from '../core/error.ts';
import { readInput } from '../io/read-file.ts';
import type { Context } from './command.ts';

/** The bytes of a file, or of standard input for `-` and for nothing. Throws AppError `file_unreadable`, `usage`. */
export async function readBodyInput(
  file: string | undefined,
  { cwd, readStdin, isInteractive }: Context,
): Promise<Uint8Array> {
  if (file !== undefined && file !== '-') return readInput(file, cwd);
  if (isInteractive()) {
    throw new AppError(
      'usage',
      'There is no body: standard input is the keyboard.',
      'Name a file, or pipe the body in.',
    );
  }
  return readStdin();
}

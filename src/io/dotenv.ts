import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { toFileError } from './file-error.ts';

/**
 * The variables of the `.env` in a folder; none without one. Only secrets are looked up in it: it belongs to the app that
 * is worked on, whose own settings must not steer this tool.
 * Throws AppError `file_unreadable` for a file that is there and cannot be read.
 */
export function readDotenv(cwd: string): Readonly<Record<string, string | undefined>> {
  try {
    return parseEnv(readFileSync(join(cwd, '.env'), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return {};
    throw toFileError('read', '.env', error);
  }
}

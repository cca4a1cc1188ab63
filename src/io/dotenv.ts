import { parseEnv } from 'node:util';
import { findText } from './read-file.ts';

/**
 * The variables of the `.env` in a folder; none without one. Only secrets are looked up in it: it belongs to the app that
 * is worked on, whose own settings must not steer this tool.
 * Throws AppError `file_unreadable` or `file_malformed` for a file that is there and cannot be read.
 */
export function readDotenv(cwd: string): Readonly<Record<string, string | undefined>> {
  return parseEnv(findText('.env', cwd) ?? '');
}

import { findSyntaxError } from '../document/syntax-error.ts';
import { CAPTURE_START } from './capture.ts';

const LEAST = 3;

/**
 * Whether a line is the beginning of a capture whose end is missing, as opposed to one that is broken: its writer was
 * stopped in the middle. Takes time in proportion to the line. Never throws.
 */
export function isTornCapture(line: string): boolean {
  // `{` alone may begin any JSON, so that a torn capture is known from `{"c` on.
  if (line.length >= LEAST && CAPTURE_START.startsWith(line)) return true;
  return /^\s*\{\s*"capture"\s*:/.test(line) && findSyntaxError(line) === line.length;
}

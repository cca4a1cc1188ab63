import { hash } from 'node:crypto';
import type { FindingText } from '../rules/finding.ts';
import { showMasked, showName, showPath } from '../rules/showing.ts';

const DIGITS = 32;

/**
 * What tells a finding from others, and stays the same when lines move: 32 hexadecimal digits made from code, file,
 * event, path and message. `./a.json` and `a.json` are one file, and so are the two ways to write a path on Windows.
 * It is made of what is masked, also where the finding is shown unmasked. Never throws.
 * @param steady The message with its mask, without what moves, where it names a line.
 */
export function toFingerprint(
  finding: FindingText,
  file: string,
  steady = finding.maskedMessage ?? finding.message,
): string {
  const { code, event, path } = finding;
  const name = event === null ? null : showName(event, showMasked);
  const whole = JSON.stringify([code, toSteadyName(file), name, showPath(path, showMasked), steady]);
  return hash('sha256', whole, 'hex').slice(0, DIGITS);
}

/** The name of a file as baselines have it. Never throws. */
export function toSteadyName(file: string): string {
  return file.replaceAll('\\', '/').replace(/^(?:\.\/+)+/, '');
}

/** Two findings with the same text are shown as one: code, severity, path with indexes, and message, of whichever event. Never throws. */
export function toTextKey({ code, severity, path, message }: FindingText): string {
  return JSON.stringify([code, severity, path, message]);
}

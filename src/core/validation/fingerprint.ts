import { hash } from 'node:crypto';
import type { FindingText } from './finding.ts';

const DIGITS = 32;

/**
 * What tells a finding from others, and stays the same when lines move: 32 hexadecimal digits made from code, file,
 * event, path and message. `./a.json` and `a.json` are one file, and so are the two ways to write a path on Windows.
 * Never throws.
 * @param steady The message without what moves, where it names a line.
 */
export function toFingerprint(finding: FindingText, file: string, steady = finding.message): string {
  const { code, event, path } = finding;
  const whole = JSON.stringify([code, toSteadyName(file), event, path, steady]);
  return hash('sha256', whole, 'hex').slice(0, DIGITS);
}

/** The name of a file as baselines have it. Never throws. */
export function toSteadyName(file: string): string {
  return file.replaceAll('\\', '/').replace(/^(?:\.\/+)+/, '');
}

/** Two findings with the same text are shown as one: code, severity, event, path with indexes, and message. Never throws. */
export function toTextKey({ code, severity, event, path, message }: FindingText): string {
  return JSON.stringify([code, severity, event, path, message]);
}

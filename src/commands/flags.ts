import { InvalidArgumentError } from 'commander';
import { findDuration, findMilliseconds } from '../core/duration.ts';
import { findMoment } from '../core/events/timestamp.ts';

/** A TCP port, 0 to 65535. Throws commander's InvalidArgumentError. */
export function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535))
    throw new InvalidArgumentError('It must be a number from 0 to 65535; 0 picks a free one.');
  return port;
}

/** An http or https URL without user name and password. Throws commander's InvalidArgumentError. */
export function httpUrl(text: string): string {
  const url = URL.parse(/^[\w.-]+:\d+(?:\/|$)/.test(text) ? `http://${text}` : text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new InvalidArgumentError('It must be a URL such as http://localhost:3000/webhooks.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new InvalidArgumentError('It must not hold a password: command lines are visible to others.');
  }
  return url.href;
}

/** An address or name of this machine; the brackets of IPv6 may be there. Throws commander's InvalidArgumentError. */
export function hostAddress(text: string): string {
  const address = text.replace(/^\[(.*)\]$/, '$1');
  if (!/^[\w.:%-]+$/.test(address))
    throw new InvalidArgumentError('It must be an address such as 127.0.0.1 or ::1.');
  return address;
}

/** A request path that begins with a slash. Throws commander's InvalidArgumentError. */
export function urlPath(text: string): string {
  if (!/^\/[^\s?#]*$/.test(text))
    throw new InvalidArgumentError('It must begin with / and hold no ? or #, for example /webhooks.');
  return text;
}

/** Unix seconds for a time given as such or as RFC 3339. Throws commander's InvalidArgumentError. */
export function moment(text: string): number {
  const seconds = findMoment(text);
  if (seconds === undefined) {
    throw new InvalidArgumentError('It must be Unix seconds or a time such as 2026-11-22T09:00:00Z.');
  }
  return seconds;
}

/** Whole seconds for a length of time. Throws commander's InvalidArgumentError. */
export function duration(text: string): number {
  const seconds = findDuration(text);
  if (seconds === undefined)
    throw new InvalidArgumentError('It must be a length of time such as 300s, 5m or 2h.');
  return seconds;
}

/**
 * Whole seconds for a length of time with its unit: who writes `2` may mean days. Throws commander's InvalidArgumentError.
 */
export function age(text: string): number {
  refuseBareNumber(text, '');
  return duration(text);
}

function refuseBareNumber(text: string, more: string): void {
  if (/^\d{1,9}$/.test(text))
    throw new InvalidArgumentError(`It has no unit: say ${text}s, ${text}m, ${text}h or ${text}d${more}.`);
}

/**
 * Unix milliseconds for a moment that is given as such or as how long it is ago, such as `2h` or `30d`. A number of up to
 * nine digits is refused: it may be meant in any unit, and as Unix seconds it would be long before there were webhooks.
 * Throws commander's InvalidArgumentError.
 */
export function pastMoment(text: string): number {
  refuseBareNumber(text, ', or a time such as 2026-11-22T09:00:00Z');
  const ago = findDuration(text);
  if (ago !== undefined) return Date.now() - ago * 1_000;
  const seconds = findMoment(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  if (seconds === undefined)
    throw new InvalidArgumentError(
      'It must be how long ago, such as 2h or 30d, or a time such as 2026-11-22T09:00:00Z.',
    );
  return seconds * 1_000;
}

/** A whole number from 1 on. Throws commander's InvalidArgumentError. */
export function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(text);
}

const UNIT_BYTES: Readonly<Record<string, number>> = { '': 1, b: 1, kb: 1_024, mb: 1_048_576 };
const MAX_SIZE_BYTES = 268_435_456;

/** Bytes for a size such as `512kb` (of 1024 bytes), `1mb` or `1048576`; at most 256 MiB. Throws commander's InvalidArgumentError. */
export function byteSize(text: string): number {
  const [, count, unit = ''] = /^(\d{1,9})(b|kb|mb)?$/.exec(text.toLowerCase()) ?? [];
  const bytes = count === undefined ? Number.NaN : Number(count) * (UNIT_BYTES[unit] ?? 1);
  if (bytes >= 1 && bytes <= MAX_SIZE_BYTES) return bytes;
  throw new InvalidArgumentError('It must be a size such as 512kb, 1mb or 1048576, and at most 256mb.');
}

/** Gathers a flag that may be given several times. */
export function gather(text: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), text];
}

/** A whole number between two others. Throws commander's InvalidArgumentError. */
export function wholeNumber(text: string, { least, most }: { least: number; most: number }): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  return value;
}

/** The parser of a whole number between two others. */
export function integer(least: number, most: number): (text: string) => number {
  return (text) => wholeNumber(text, { least, most });
}

/** A timer of Node.js that is set to more goes off at once. Source: Node.js 24 documentation, `setTimeout`. */
const MOST_MILLISECONDS = 2_147_483_647;

/** Milliseconds to wait, for a length of time which may have a fraction. Throws commander's InvalidArgumentError. */
export function milliseconds(text: string): number {
  const ms = findMilliseconds(text);
  if (ms === undefined)
    throw new InvalidArgumentError('It must be a length of time such as 500ms, 2s or 1m.');
  if (ms > MOST_MILLISECONDS) throw new InvalidArgumentError('It must be at most 24d.');
  return ms;
}

/** The file of `junit=FILE`. Throws commander's InvalidArgumentError. */
export function junitFile(text: string): string {
  const file = /^junit=(.+)$/s.exec(text)?.[1];
  if (file === undefined) throw new InvalidArgumentError('It must be of the form junit=FILE.');
  return file;
}

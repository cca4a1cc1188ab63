import { InvalidArgumentError } from 'commander';
import { findDuration, findMoment } from '../core/request/moment.ts';

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

/** Gathers a flag that may be given several times. */
export function gather(text: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), text];
}

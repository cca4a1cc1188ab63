import { InvalidArgumentError } from 'commander';
import type { RawHeaders } from '../core/delivery/delivery.ts';

/** Gathers a header that is added to requests, as `Name: value`. Throws commander's InvalidArgumentError. */
export function gatherHeader(text: string, previous: RawHeaders | undefined): RawHeaders {
  const [, name, value] = HEADER.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('It must be of the form "Name: value".');
  }
  if (OF_CONNECTION.test(name)) throw new InvalidArgumentError(`${name} is set by the request itself.`);
  return [...(previous ?? []), [name, value]];
}

/** Source: RFC 9110 sections 5.5 and 5.6.2. */
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([\t\x20-\x7e\x80-\xff]*?)[\t ]*$/;
/** Source: RFC 9110 sections 7.6.1 and 10.1.1. */
const OF_CONNECTION =
  /^(?:connection|content-length|expect|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade)$/i;

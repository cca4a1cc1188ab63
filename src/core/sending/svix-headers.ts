import type { RawHeaders } from '../delivery/delivery.ts';

/** Headers with others added, which stand in place of those with the same names. Never throws. */
export function addHeaders(headers: RawHeaders, added: RawHeaders): RawHeaders {
  const replaced = new Set(added.map(([name]) => name.toLowerCase()));
  return [...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...added];
}

/**
 * The headers that Svix sends with every delivery, in its order and case, before those of the signature; the user agent has
 * Svix' form and names this tool. Never throws. Source: a delivery of Svix server 1.84.
 */
export function senderHeaders(version: string): RawHeaders {
  return [
    ['Accept', '*/*'],
    ['Content-Type', 'application/json'],
    ['User-Agent', `Svix-Webhooks/1.84.0 (fp-webhooks-${version}; +https://www.svix.com/http-sender/)`],
  ];
}

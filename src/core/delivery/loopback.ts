const LOOPBACK = ['127.0.0.1', '::1'] as const;
const UNSPECIFIED: readonly string[] = ['0.0.0.0', '[::]', '[::ffff:0:0]'];

/**
 * Addresses to connect to for a host of this machine, in the order in which they are tried; empty for any other host. Names
 * at or below `localhost` are never asked of a resolver, so an answer from outside cannot lead them away. Never throws.
 * Source: RFC 6761, section 6.3; RFC 1122, section 3.2.1.3; RFC 4291, sections 2.5.2, 2.5.3 and 2.5.5.2 (2026-11).
 * @param host A name or an address in any form that URLs take, with or without the brackets of IPv6.
 */
export function findOwnAddresses(host: string): readonly string[] {
  const name = normalise(host);
  if (/(?:^|\.)localhost$/.test(name) || UNSPECIFIED.includes(name)) return LOOPBACK;
  const isAddress = /^127(?:\.\d{1,3}){3}$|^\[::(?:1|ffff:7f[\da-f]{2}:[\da-f]{1,4})\]$/.test(name);
  return isAddress ? [name.replace(/[[\]]/g, '')] : [];
}

/** Tells whether requests to a host stay on this machine. A name outside `localhost` may lead anywhere: it is remote. Never throws. */
export function isThisMachine(host: string): boolean {
  return findOwnAddresses(host).length > 0;
}

/** Tells whether a listener on a host can be reached from this machine only. Never throws. */
export function isLoopback(host: string): boolean {
  return isThisMachine(host) && !UNSPECIFIED.includes(normalise(host));
}

/** The spelling of a URL: `127.1`, `0x7f.1` and `%6cocalhost` become what is connected to. */
function normalise(host: string): string {
  const bare = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return (URL.parse(`http://${bare}/`)?.hostname ?? host).replace(/\.$/, '');
}

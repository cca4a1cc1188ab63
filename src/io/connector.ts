import { isIP, type LookupFunction } from 'node:net';
import type { buildConnector } from 'undici';
import toConnector from 'undici/lib/core/connect.js';
import { findOwnAddresses } from '../core/delivery/loopback.ts';
import { HANDSHAKE_CLOSED } from './tls-failure.ts';

/** How to connect. */
export interface ConnectorOptions {
  readonly timeoutMs: number;
  /** Accepts any certificate. */
  readonly insecure: boolean;
}

/**
 * Opens connections for all requests that are sent. A host that counts as this machine is connected to at the addresses
 * that make it count, whatever a resolver would answer; of several addresses all are tried.
 */
export function createConnector({ timeoutMs, insecure }: ConnectorOptions): buildConnector.connector {
  const connect = toConnector({
    timeout: timeoutMs,
    allowH2: false,
    rejectUnauthorized: !insecure,
    lookup: lookUp,
  });
  return (options, callback) => {
    const { hostname } = options;
    const [first, ...others] = findOwnAddresses(hostname);
    // An unspecified address cannot be connected to on every system, and no address is ever looked up.
    const isUnspecified = isIP(hostname) !== 0 && first !== undefined && others.length > 0;
    connect(isUnspecified ? { ...options, hostname: 'localhost' } : options, (...[error, socket]) => {
      if (error === null) callback(null, socket);
      else callback(options.protocol === 'https:' ? markHandshake(error) : error, null);
    });
  };
}

/** A connection that is reset while it is opened was open already, and TLS was not. */
function markHandshake(error: Error): Error {
  const isCut = 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
  return isCut ? Object.assign(error, { code: HANDSHAKE_CLOSED }) : error;
}

const lookUp: LookupFunction = (host, options, callback) => {
  const own = findOwnAddresses(host).map((address) => ({ address, family: isIP(address) }));
  const [first] = own;
  // Loaded here: a request to this machine asks no resolver.
  if (first === undefined)
    void import('node:dns').then(({ default: dns }) => dns.lookup(host, options, callback));
  else if (options.all === true) callback(null, own);
  else callback(null, first.address, first.family);
};

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findOwnAddresses, isLoopback } from '../../core/delivery/loopback.ts';
import { AppError } from '../../core/error.ts';
import type { ReceiverOptions } from '../receiver.ts';

type Address = Pick<ReceiverOptions, 'host' | 'port' | 'path' | 'tls'>;

/** Resolves when the socket accepts connections. Rejects with AppError `port_in_use` or `address_unavailable`. */
export function open(server: Server, { host, port }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toOpenError(error, host, port)));
    server.listen(port, isLoopback(host) ? findOwnAddresses(host)[0] : host, resolve);
  });
}

function toOpenError(error: NodeJS.ErrnoException, host: string, port: number): AppError {
  if (error.code === 'EADDRINUSE') return new AppError('port_in_use', `Port ${port} on ${host} is in use.`);
  if (error.code === 'EACCES') {
    return new AppError(
      'address_unavailable',
      `This user may not open port ${port}.`,
      'Choose one above 1023 with --port.',
    );
  }
  return new AppError(
    'address_unavailable',
    `Cannot listen on ${host}: this machine has no such address.`,
    'Choose another with --host, or leave it out for 127.0.0.1.',
  );
}

/** Where an open server can be reached from this machine. Never throws for one. */
export function toUrl(server: Server, { host, path, tls }: Address): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  const scheme = tls === undefined ? 'http' : 'https';
  return `${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}${path ?? ''}`;
}

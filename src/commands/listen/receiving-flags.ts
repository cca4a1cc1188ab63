import type { ReceiverOptions, TlsPair } from '../../io/receiver/options.ts';
import type { Context } from '../command.ts';
import { defaultOf, flags, type OptionsOf } from '../declare.ts';
import { byteSize, hostAddress, portNumber, urlPath } from '../flags.ts';

/** Where and how to receive. */
export const receivingFlags = flags({
  port: {
    flag: '-p, --port <number>',
    about: 'port to listen on; 0 picks a free one',
    parse: portNumber,
    default: defaultOf('port'),
  },
  host: {
    flag: '--host <address>',
    about: 'address to listen on',
    parse: hostAddress,
    default: defaultOf('host'),
  },
  allowRemote: { flag: '--allow-remote', about: 'let --host be reached from other machines' },
  path: { flag: '--path <path>', about: 'take deliveries on this path only', parse: urlPath },
  maxBody: {
    flag: '--max-body <size>',
    about: 'refuse larger bodies: 512kb (of 1024 bytes), 1mb (of 1024 kb) or bytes (default: 1mb, as Svix)',
    parse: byteSize,
  },
  tls: {
    flag: '--tls',
    about: 'take https, with a certificate made for this machine',
    conflicts: ['tlsCert', 'tlsKey'],
  },
  tlsCert: {
    flag: '--tls-cert <file>',
    about: 'take https, with this certificate (PEM)',
    needs: ['tlsKey'],
  },
  tlsKey: { flag: '--tls-key <file>', about: 'the private key of --tls-cert (PEM)', needs: ['tlsCert'] },
});

export type ReceivingOptions = OptionsOf<typeof receivingFlags>;

/**
 * What these flags mean to the receiver; a notice says what a sender has to know about the certificate.
 * Throws AppError `file_unreadable`, `file_malformed` or `file_unwritable`.
 */
export async function loadReceiving(
  options: ReceivingOptions,
  context: Context,
): Promise<Pick<ReceiverOptions, 'maxBodyBytes' | 'tls'>> {
  const tls = await loadTls(options, context);
  return {
    ...(options.maxBody !== undefined && { maxBodyBytes: options.maxBody }),
    ...(tls !== undefined && { tls }),
  };
}

async function loadTls(
  { host, tls, tlsCert, tlsKey }: ReceivingOptions,
  { cwd, report }: Context,
): Promise<TlsPair | undefined> {
  if (tlsCert !== undefined && tlsKey !== undefined) {
    const { readTlsPair } = await import('../../io/tls-files.ts');
    const { pair, remarks } = readTlsPair({ certFile: tlsCert, keyFile: tlsKey, cwd });
    for (const message of remarks) report({ type: 'notice', code: 'certificate_not_valid_now', message });
    return pair;
  }
  if (tls !== true) return undefined;
  const { loadLocalCertificate } = await import('../../io/local-certificate.ts');
  const { pair, path } = await loadLocalCertificate(cwd, host);
  report({
    type: 'notice',
    code: 'certificate_self_signed',
    message: `The certificate ${path} is signed by nobody else, so senders refuse it until they are told to trust it.`,
    hint: `For example: curl --cacert ${path}, or NODE_EXTRA_CA_CERTS=${path} for Node.js.`,
  });
  return pair;
}

import type { Command } from 'commander';
import { AppError } from '../../core/error.ts';
import type { ReceiverOptions, TlsPair } from '../../io/receiver/options.ts';
import type { Context } from '../command.ts';
import { byteSize } from '../flags.ts';

/** What was said about receiving. */
export interface ReceivingOptions {
  readonly host: string;
  /** Bytes. */
  readonly maxBody?: number;
  readonly tls?: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** Adds `--max-body`, `--tls`, `--tls-cert` and `--tls-key`. */
export function addReceivingFlags(command: Command): Command {
  return command
    .option(
      '--max-body <size>',
      'refuse larger bodies: 512kb (of 1024 bytes), 1mb (of 1024 kb) or bytes (default: 1mb, as Svix)',
      byteSize,
    )
    .option('--tls', 'take https, with a certificate made for this machine')
    .option('--tls-cert <file>', 'take https, with this certificate (PEM)')
    .option('--tls-key <file>', 'the private key of --tls-cert (PEM)');
}

/**
 * What these flags mean to the receiver; a notice says what a sender has to know about the certificate.
 * Throws AppError `usage`, `file_unreadable`, `file_malformed` or `file_unwritable`.
 */
export async function loadReceiving(
  options: ReceivingOptions,
  context: Context,
): Promise<Pick<ReceiverOptions, 'maxBodyBytes' | 'tls'>> {
  refuseConflicts(options);
  const tls = await loadTls(options, context);
  return {
    ...(options.maxBody !== undefined && { maxBodyBytes: options.maxBody }),
    ...(tls !== undefined && { tls }),
  };
}

function refuseConflicts({ tls, tlsCert, tlsKey }: ReceivingOptions): void {
  const [given, missing] =
    tlsCert === undefined ? (['--tls-key', '--tls-cert'] as const) : (['--tls-cert', '--tls-key'] as const);
  if (tls === true && (tlsCert !== undefined || tlsKey !== undefined)) {
    throw new AppError(
      'usage',
      `The flags --tls and ${given} cannot be used together.`,
      'Use --tls for a certificate that is made for you, or --tls-cert and --tls-key for your own.',
    );
  }
  if ((tlsCert === undefined) === (tlsKey === undefined)) return;
  throw new AppError(
    'usage',
    `The flag ${given} needs ${missing} beside it.`,
    'Or use --tls in place of both.',
  );
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

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { withDraft } from './draft.ts';
import { toFileError } from './file-error.ts';
import { assertOwn } from './own-state.ts';
import { findText } from './read-file.ts';
import type { TlsPair } from './receiver/options.ts';
import { makeStateFolder } from './state-folder.ts';
import { STATE_FOLDER } from './state-paths.ts';

/** A certificate for this machine that no authority has signed. */
export interface LocalCertificate {
  readonly pair: TlsPair;
  /** The certificate's file from the working folder, for senders that are to trust it. */
  readonly path: string;
}

/** From the working folder. */
const FOLDER = join(STATE_FOLDER, 'tls');
const CERT = 'cert.pem';
const KEY = 'key.pem';
const ALWAYS = ['localhost', '127.0.0.1', '::1'] as const;
const RENEW_BEFORE_MS = 30 * 86_400_000;

/**
 * The certificate for localhost, 127.0.0.1, ::1 and `host`, kept in `.fp-webhooks/tls`: made at the first call, and anew
 * when it ends within 30 days, lacks the host or cannot be read. Throws AppError `file_unwritable`,
 * or `file_unreadable` for one that another user may have written.
 */
export async function loadLocalCertificate(cwd: string, host: string): Promise<LocalCertificate> {
  const names = [...new Set([...ALWAYS, host])].filter((name) => name !== '0.0.0.0' && name !== '::');
  const path = join(FOLDER, CERT);
  for (const each of [STATE_FOLDER, FOLDER, join(FOLDER, KEY), path]) assertOwn(join(cwd, each));
  const kept = findPair(cwd, names);
  if (kept !== undefined) return { pair: kept, path };
  const { makeCertificate } = await import('./make-certificate.ts');
  const made = await makeCertificate(names);
  keep(made, cwd);
  // Another process may have kept one at the same time: both must serve the one that is kept.
  return { pair: findPair(cwd, names) ?? made, path };
}

function findPair(cwd: string, names: readonly string[]): TlsPair | undefined {
  try {
    const read = (file: string) => findText(join(FOLDER, file), cwd) ?? '';
    const pair = { cert: read(CERT), key: read(KEY) };
    const certificate = new X509Certificate(pair.cert);
    const isFresh = certificate.validToDate.getTime() - Date.now() > RENEW_BEFORE_MS;
    const isWhole = certificate.checkPrivateKey(createPrivateKey(pair.key));
    return isFresh && isWhole && names.every((name) => covers(certificate, name)) ? pair : undefined;
  } catch {
    // Not there, or damaged: a new one takes its place.
    return undefined;
  }
}

function covers(certificate: X509Certificate, name: string): boolean {
  return (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;
}

/** Both files appear at once or not at all, because a certificate with another's key is of no use. */
function keep({ cert, key }: TlsPair, cwd: string): void {
  const folder = join(makeStateFolder(cwd), 'tls');
  try {
    withDraft(folder, (draft) => {
      mkdirSync(draft, { mode: 0o700 });
      writeFileSync(join(draft, KEY), key, { mode: 0o600, flag: 'wx' });
      writeFileSync(join(draft, CERT), cert, { mode: 0o644, flag: 'wx' });
      rmSync(folder, { recursive: true, force: true });
      renameSync(draft, folder);
    });
  } catch (error) {
    // ENOTEMPTY: another process was faster.
    if (error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY') return;
    throw toFileError('write', folder, error);
  }
}

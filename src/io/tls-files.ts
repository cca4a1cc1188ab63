import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { AppError } from '../core/error.ts';
import { readText } from './read-file.ts';
import type { TlsPair } from './receiver/options.ts';

/** A pair that works, and what is odd about it all the same, in sentences. */
export interface LoadedTls {
  readonly pair: TlsPair;
  readonly remarks: readonly string[];
}

/** Where the user says that they are; relative to `cwd`. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cwd: string;
}

/**
 * Reads a certificate (its chain may follow) and its private key, both PEM, and makes sure that they work together.
 * Throws AppError `file_unreadable` or `file_malformed`, naming the file.
 */
export function readTlsPair({ certFile, keyFile, cwd }: TlsFiles): LoadedTls {
  const pair = { cert: readText(certFile, cwd), key: readText(keyFile, cwd) };
  const certificate = parseCertificate(pair.cert, certFile);
  if (!certificate.checkPrivateKey(parseKey(pair.key, keyFile))) {
    throw malformed(
      `The private key in ${keyFile} does not belong to the certificate in ${certFile}.`,
      'Give the two files that were made together.',
    );
  }
  checkTogether(pair, certFile);
  return { pair, remarks: toRemarks(certificate, certFile) };
}

function parseCertificate(text: string, file: string): X509Certificate {
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    const found = text.includes('PRIVATE KEY-----')
      ? 'a private key and no certificate'
      : 'no PEM certificate';
    throw malformed(`${file} holds ${found}.`, `--tls-cert takes a file that has ${BEGIN} CERTIFICATE-----.`);
  }
  try {
    return new X509Certificate(text);
  } catch {
    throw malformed(`The certificate in ${file} is damaged.`, 'Copy it again, or make a new one.');
  }
}

function parseKey(text: string, file: string): KeyObject {
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(text)) {
    const hint = `Take the password off with: openssl pkey -in ${file} -out plain-key.pem`;
    throw malformed(`The private key in ${file} is protected by a password.`, hint);
  }
  if (!/-----BEGIN (?:\w+ )?PRIVATE KEY-----/.test(text)) {
    const found = text.includes('BEGIN CERTIFICATE-----')
      ? 'a certificate and no private key'
      : 'no PEM private key';
    throw malformed(`${file} holds ${found}.`, `--tls-key takes a file that has ${BEGIN} PRIVATE KEY-----.`);
  }
  try {
    return createPrivateKey(text);
  } catch {
    throw malformed(`The private key in ${file} is damaged.`, 'Copy it again, or make a new one.');
  }
}

const BEGIN = '-----BEGIN';

/** What OpenSSL thinks of it, for example that the key is too short. */
function checkTogether(pair: TlsPair, certFile: string): void {
  try {
    createSecureContext(pair);
  } catch (error) {
    const reason = error instanceof Error && 'reason' in error ? ` (${String(error.reason)})` : '';
    throw malformed(`The certificate in ${certFile} cannot be used for TLS${reason}.`, 'Make a new one.');
  }
}

function toRemarks({ validFromDate, validToDate }: X509Certificate, file: string): readonly string[] {
  const now = Date.now();
  if (validToDate.getTime() < now) {
    return [
      `The certificate in ${file} expired at ${validToDate.toISOString()}: most senders will refuse it.`,
    ];
  }
  return validFromDate.getTime() > now
    ? [
        `The certificate in ${file} is valid only from ${validFromDate.toISOString()}: most senders will refuse it.`,
      ]
    : [];
}

function malformed(message: string, hint: string): AppError {
  return new AppError('file_malformed', message, hint);
}

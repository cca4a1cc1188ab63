import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeCertificate } from '../../src/io/make-certificate.ts';
import { readTlsPair } from '../../src/io/tls-files.ts';
import { makeFolder } from '../harness/folder.ts';

const mine = await makeCertificate(['localhost']);
const other = await makeCertificate(['localhost']);

const openssl = (cwd: string, ...args: string[]) =>
  execFileSync('openssl', args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });

test('a certificate and its key are read, and nothing is odd about them', () => {
  const cwd = makeFolder({ 'c.pem': mine.cert, 'k.pem': mine.key });
  expect(readTlsPair({ certFile: 'c.pem', keyFile: join(cwd, 'k.pem'), cwd })).toEqual({
    pair: mine,
    remarks: [],
  });
});

test.each([
  [
    'a certificate that is missing',
    { cert: undefined, key: mine.key },
    'file_unreadable',
    'Cannot read c.pem: there is no',
  ],
  [
    'a key that is missing',
    { cert: mine.cert, key: undefined },
    'file_unreadable',
    'Cannot read k.pem: there is no',
  ],
  ['no PEM', { cert: 'DER?', key: mine.key }, 'file_malformed', 'c.pem holds no PEM certificate.'],
  [
    'a key in place of the certificate',
    { cert: mine.key, key: mine.key },
    'file_malformed',
    'c.pem holds a private key and no certificate.',
  ],
  [
    'a certificate in place of the key',
    { cert: mine.cert, key: mine.cert },
    'file_malformed',
    'k.pem holds a certificate and no private key.',
  ],
  ['an empty key', { cert: mine.cert, key: '' }, 'file_malformed', 'k.pem holds no PEM private key.'],
  [
    'the key of another',
    { cert: mine.cert, key: other.key },
    'file_malformed',
    'The private key in k.pem does not belong to the certificate in c.pem.',
  ],
  [
    'a damaged certificate',
    { cert: mine.cert.replace(/\n.{9}/, '\nAAAAAAAAA'), key: mine.key },
    'file_malformed',
    'The certificate in c.pem is damaged.',
  ],
  [
    'a damaged key',
    { cert: mine.cert, key: mine.key.replace(/\n.{9}/, '\nAAAAAAAAA') },
    'file_malformed',
    'The private key in k.pem is damaged.',
  ],
])('%s is a failure that names the file', (_, { cert, key }, code, message) => {
  const cwd = makeFolder({
    ...(cert !== undefined && { 'c.pem': cert }),
    ...(key !== undefined && { 'k.pem': key }),
  });
  expect(() => readTlsPair({ certFile: 'c.pem', keyFile: 'k.pem', cwd })).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});

test('a key with a password is a failure that says how to take it off', () => {
  const cwd = makeFolder({ 'c.pem': mine.cert, 'k.pem': mine.key });
  openssl(cwd, 'pkcs8', '-topk8', '-in', 'k.pem', '-out', 'pkcs8.pem', '-passout', 'pass:x');
  openssl(cwd, 'ec', '-in', 'k.pem', '-out', 'old.pem', '-aes128', '-passout', 'pass:x');
  for (const keyFile of ['pkcs8.pem', 'old.pem'])
    expect(() => readTlsPair({ certFile: 'c.pem', keyFile, cwd })).toThrow(
      expect.objectContaining({
        message: `The private key in ${keyFile} is protected by a password.`,
        hint: expect.stringContaining('openssl pkey'),
      }),
    );
});

test('a key that is too short for TLS is a failure with the reason of OpenSSL', () => {
  const cwd = makeFolder();
  openssl(
    cwd,
    'req',
    '-x509',
    '-newkey',
    'rsa:512',
    '-nodes',
    '-keyout',
    'k.pem',
    '-out',
    'c.pem',
    '-subj',
    '/CN=x',
  );
  expect(() => readTlsPair({ certFile: 'c.pem', keyFile: 'k.pem', cwd })).toThrow(
    'The certificate in c.pem cannot be used for TLS (ee key too small).',
  );
});

test.each([
  ['expired at', -2],
  ['is valid only from', 2],
])('a certificate that %s another time can be used, with a remark', async (words, years) => {
  const { cert, key } = await makeCertificate(['localhost'], Date.now() + years * 365 * 86_400_000);
  const cwd = makeFolder({ 'c.pem': cert, 'k.pem': key });
  const { remarks } = readTlsPair({ certFile: 'c.pem', keyFile: 'k.pem', cwd });
  expect(remarks).toHaveLength(1);
  expect(remarks[0]).toMatch(
    new RegExp(`^The certificate in c\\.pem ${words} 20.*: most senders will refuse it\\.$`),
  );
});

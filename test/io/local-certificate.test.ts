import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { loadLocalCertificate } from '../../src/io/local-certificate.ts';
import { makeCertificate } from '../../src/io/make-certificate.ts';
import { makeFolder } from '../harness/folder.ts';

const modeOf = (...path: string[]) => (statSync(join(...path)).mode & 0o777).toString(8);

test('a certificate for this machine is made once, and only this user can read its key', async () => {
  const cwd = makeFolder();
  const { pair, path } = await loadLocalCertificate(cwd, '127.0.0.1');
  expect(readFileSync(join(cwd, path), 'utf8')).toBe(pair.cert);
  const folder = join(cwd, '.fp-webhooks', 'tls');
  expect([modeOf(folder), modeOf(folder, 'cert.pem'), modeOf(folder, 'key.pem')]).toEqual([
    '700',
    '644',
    '600',
  ]);
  const certificate = new X509Certificate(pair.cert);
  expect([
    certificate.checkHost('localhost'),
    certificate.checkIP('127.0.0.1'),
    certificate.checkIP('::1'),
    certificate.checkHost('example.com'),
    certificate.ca,
  ]).toEqual(['localhost', '127.0.0.1', '::1', undefined, false]);
  expect(BigInt(`0x${certificate.serialNumber}`)).toBeGreaterThan(0n);
  const days = (certificate.validToDate.getTime() - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(365);
  expect((await loadLocalCertificate(cwd, 'localhost')).pair).toEqual(pair);
});

test('the host is in the certificate, which is made anew for another', async () => {
  const cwd = makeFolder();
  await loadLocalCertificate(cwd, '127.0.0.1');
  const named = await loadLocalCertificate(cwd, 'dev.example');
  expect(new X509Certificate(named.pair.cert).checkHost('dev.example')).toBe('dev.example');
  expect((await loadLocalCertificate(cwd, '::')).pair).toEqual(named.pair);
  expect(readdirSync(join(cwd, '.fp-webhooks')).sort()).toEqual(['.gitignore', 'tls']);
});

test('one that ends within a month, or is damaged, is replaced', async () => {
  const cwd = makeFolder();
  await loadLocalCertificate(cwd, 'localhost');
  const folder = join(cwd, '.fp-webhooks', 'tls');
  const keep = async (ageDays: number) => {
    const names = ['localhost', '127.0.0.1', '::1'];
    const pair = await makeCertificate(names, Date.now() - ageDays * 86_400_000);
    writeFileSync(join(folder, 'cert.pem'), pair.cert);
    writeFileSync(join(folder, 'key.pem'), pair.key);
    return pair;
  };
  const old = await keep(334);
  expect((await loadLocalCertificate(cwd, 'localhost')).pair).toEqual(old);
  const tooOld = await keep(336);
  const renewed = await loadLocalCertificate(cwd, 'localhost');
  expect(renewed.pair.cert).not.toBe(tooOld.cert);
  writeFileSync(join(folder, 'key.pem'), old.key);
  const mended = await loadLocalCertificate(cwd, 'localhost');
  expect(mended.pair.cert).not.toBe(renewed.pair.cert);
  expect((await loadLocalCertificate(cwd, 'localhost')).pair).toEqual(mended.pair);
});

test('several that start at once serve the same one', async () => {
  const cwd = makeFolder();
  const code = `import { loadLocalCertificate } from ${JSON.stringify(join(import.meta.dirname, '../../src/io/local-certificate.ts'))};
    const { pair } = await loadLocalCertificate(${JSON.stringify(cwd)}, 'localhost');
    process.stdout.write(pair.cert);`;
  const runs = Array.from({ length: 4 }, () =>
    promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]),
  );
  await Promise.all(runs);
  const { pair } = await loadLocalCertificate(cwd, 'localhost');
  expect(readFileSync(join(cwd, '.fp-webhooks/tls/cert.pem'), 'utf8')).toBe(pair.cert);
  expect(readdirSync(join(cwd, '.fp-webhooks')).sort()).toEqual(['.gitignore', 'tls']);
});

test.skipIf(process.getuid?.() === 0)(
  'a folder that cannot be written is a failure that names it',
  async () => {
    const cwd = makeFolder();
    chmodSync(cwd, 0o500);
    await expect(loadLocalCertificate(cwd, 'localhost')).rejects.toMatchObject({ code: 'file_unwritable' });
  },
);

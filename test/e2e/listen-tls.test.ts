import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeCertificate } from '../../src/io/make-certificate.ts';
import { SECRET } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType } from '../harness/records.ts';
import { send, signedHeaders } from '../harness/sender.ts';

const { run, startListener } = mostlyInside();

function deliverSecurely(url: string, body: string, ca: string): Promise<number | undefined> {
  const headers = Object.fromEntries(signedHeaders(body));
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', ca, agent: false, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    });
    outgoing.once('error', reject).end(body);
  });
}

test('listen --tls takes https with a certificate that it makes, and keeps for the next time', async () => {
  const listener = await startListener(['--tls', '--no-save']);
  expect(listener.url).toMatch(/^https:/);
  expect(ofType('notice', listener.records())).toEqual([]);
  expect(listener.stderr()).toContain('.fp-webhooks/tls/cert.pem');
  const ca = readFileSync(join(listener.cwd, '.fp-webhooks/tls/cert.pem'), 'utf8');
  expect(await deliverSecurely(listener.url, '{"event_kind":"x"}', ca)).toBe(200);
  await expect(send(listener.url.replace('https', 'http'), { body: '{}' })).rejects.toThrow();
  expect(await listener.wait('refused')).toMatchObject([{ code: 'wrong_protocol', status: null }]);
  await listener.stop();
  const again = await startListener(['--tls', '--no-save'], { cwd: listener.cwd });
  expect(await deliverSecurely(again.url, '{"event_kind":"x"}', ca)).toBe(200);
});

test('replay --insecure reaches a listener whose certificate nobody trusts, and such an app is reached by listen', async () => {
  const app = await startListener(['--tls', '--no-save']);
  const listener = await startListener(['--forward', app.url, '--insecure', '--no-save']);
  const env = { FP_WEBHOOKS_SECRET: SECRET };
  const refused = await run(['replay', 'vault.updated', '--to', app.url], { env });
  expect([refused.status, refused.stdout]).toEqual([4, expect.stringContaining('TLS failed')]);
  const direct = await run(['replay', 'vault.updated', '--insecure', '--to', app.url], { env });
  expect([direct.status, direct.stderr]).toEqual([0, '']);
  expect((await run(['replay', 'vault.updated', '--to', listener.url], { env })).status).toBe(0);
  const bulk = await run(['replay', 'vault.updated', '--insecure', '--count', '3', '--to', app.url], { env });
  expect([bulk.status, bulk.stdout]).toEqual([0, expect.stringContaining('3 answered 2xx')]);
  const idle = await run(['replay', 'vault.updated', '--insecure', '--to', listener.url], { env });
  expect([idle.status, idle.stderr]).toEqual([2, expect.stringContaining('--insecure changes nothing')]);
});

test('listen --tls-cert and --tls-key take https with the given certificate', async () => {
  const { cert, key } = await makeCertificate(['127.0.0.1']);
  const cwd = makeFolder({ 'c.pem': cert, 'k.pem': key });
  const listener = await startListener(['--tls-cert', 'c.pem', '--tls-key', 'k.pem', '--no-save'], { cwd });
  expect(await deliverSecurely(listener.url, '{"event_kind":"x"}', cert)).toBe(200);
});

test.each([
  [['--tls-cert', 'c.pem'], 2, '--tls-cert has no effect without --tls-key.'],
  [['--tls-key', 'k.pem'], 2, '--tls-key has no effect without --tls-cert.'],
  [['--tls', '--tls-key', 'k.pem'], 2, '--tls cannot be combined with --tls-key.'],
  [['--tls', '--tls-cert', 'c', '--tls-key', 'k'], 2, '--tls cannot be combined with --tls-cert.'],
  [['--tls-cert', 'c.pem', '--tls-key', 'k.pem'], 3, 'Cannot read c.pem: there is no such file or folder.'],
  [['--max-body', '1gb'], 2, 'It must be a size such as 512kb, 1mb or 1048576, and at most 256mb.'],
])('listen %j is refused with %i', async (args, status, message) => {
  const ended = await run(['listen', '--port', '0', '--no-save', ...args], {
    env: { FP_WEBHOOKS_SECRET: SECRET },
  });
  expect([ended.status, ended.stdout]).toEqual([status, '']);
  expect(ended.stderr.replace(/\s+/g, ' ')).toContain(message);
});

test('listen --max-body sets the largest body that is taken', async () => {
  const listener = await startListener(['--max-body', '2kb', '--no-save']);
  const body = 'x'.repeat(2_048);
  expect(await send(listener.url, { body })).toMatchObject({ status: 400 });
  expect(await send(listener.url, { body: `${body}x` })).toMatchObject({
    status: 413,
    body: 'the body is larger than 2048 bytes, the limit here\n',
  });
});

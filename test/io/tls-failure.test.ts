import { once } from 'node:events';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { isSuccess } from '../../src/core/delivery/delivery.ts';
import { startBulk } from '../../src/io/bulk-sender.ts';
import { toFailure } from '../../src/io/failure.ts';
import { startForwarder } from '../../src/io/forwarder.ts';
import { startHttpClient } from '../../src/io/http-client.ts';
import { makeCertificate } from '../../src/io/make-certificate.ts';
import { resetting, startApp } from '../harness/app.ts';

/** Source: Node.js 24 documentation, "X509 certificate error codes", and the codes that it gives to names itself. */
const CERTIFICATE_CODES = `UNABLE_TO_GET_ISSUER_CERT UNABLE_TO_GET_CRL UNABLE_TO_DECRYPT_CERT_SIGNATURE
UNABLE_TO_DECRYPT_CRL_SIGNATURE UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY CERT_SIGNATURE_FAILURE CRL_SIGNATURE_FAILURE
CERT_NOT_YET_VALID CERT_HAS_EXPIRED CRL_NOT_YET_VALID CRL_HAS_EXPIRED ERROR_IN_CERT_NOT_BEFORE_FIELD
ERROR_IN_CERT_NOT_AFTER_FIELD ERROR_IN_CRL_LAST_UPDATE_FIELD ERROR_IN_CRL_NEXT_UPDATE_FIELD OUT_OF_MEM
DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_GET_ISSUER_CERT_LOCALLY UNABLE_TO_VERIFY_LEAF_SIGNATURE
CERT_CHAIN_TOO_LONG CERT_REVOKED INVALID_CA PATH_LENGTH_EXCEEDED INVALID_PURPOSE CERT_UNTRUSTED CERT_REJECTED
HOSTNAME_MISMATCH UNSPECIFIED ERR_TLS_CERT_ALTNAME_INVALID ERR_TLS_CERT_ALTNAME_FORMAT`.split(/\s+/);

const toError = (code: string, message = '', reason = '') =>
  Object.assign(new Error(message), { code, reason });

test.each(CERTIFICATE_CODES)('R6: %s is a failure of TLS with its cause and both remedies', (code) => {
  const { code: kind, message, hint } = toFailure(toError(code, 'unhandled critical extension'), 1_000);
  expect(kind).toBe('tls');
  expect(message).toMatch(new RegExp(`^TLS failed: the certificate (?:is|has|cannot) .+ \\(${code}\\)$`));
  expect(hint).toMatch(/--insecure .* NODE_EXTRA_CA_CERTS=rootCA\.pem/);
});

test.each([
  [
    toError('UNSPECIFIED', 'EE certificate key too weak'),
    'is refused by OpenSSL: EE certificate key too weak',
  ],
  [toError('ERR_SSL_WRONG_VERSION_NUMBER', '', 'wrong version number'), 'the port does not speak TLS'],
  [toError('ERR_SSL_PACKET_LENGTH_TOO_LONG', '', 'packet length too long'), 'the port does not speak TLS'],
  [toError('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', '', 'tlsv1 alert unknown ca'), 'with the alert "unknown ca"'],
  [
    toError('ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', '', 'ssl/tls alert handshake failure'),
    'with the alert "handshake failure"',
  ],
  [
    toError('ERR_SSL_NO_PROTOCOLS_AVAILABLE', '', 'no protocols available'),
    'TLS failed: no protocols available',
  ],
  [toError('EPROTO'), 'TLS failed: the handshake failed (EPROTO)'],
])('R6: other faults of TLS are told apart: %s', (error, words) => {
  expect(toFailure(error, 1_000)).toMatchObject({ code: 'tls', message: expect.stringContaining(words) });
});

async function listen(server: Server): Promise<string> {
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `localhost:${(server.address() as AddressInfo).port}`;
}

/** The failure of one request sent by itself and of one passed on, and the first one in bulk: all alike, or it is all three. */
async function failAll(url: string, insecure = false) {
  const client = startHttpClient({ insecure });
  const forwarder = startForwarder({ concurrency: 1, insecure });
  const post = { url, headers: [], body: Buffer.from('{}') };
  const outcomes = [await client.post(post), await forwarder.forward({ ...post, lane: '' })];
  await Promise.all([client.close(), forwarder.close()]);
  const bulk = await startBulk({
    ...{ url, insecure, count: 2, durationMs: Number.POSITIVE_INFINITY, isDelivered: isSuccess },
    pace: { kind: 'closed', connections: 1, pipelining: 1 },
    prepare: () => ({ lines: '', body: post.body }),
    signal: new AbortController().signal,
  }).ended;
  const told = [...outcomes, ...bulk.failures.values()].map((each) => {
    if (!('message' in each)) throw new Error('answered');
    const { code, message, hint } = each;
    return { code, message, hint };
  });
  expect(told).toHaveLength(3);
  expect(told[1]).toEqual(told[0]);
  expect(told[2]).toEqual(told[0]);
  return told[0];
}

const NEEDS_HTTPS = {
  code: 'tls',
  message: 'the port speaks TLS, and the URL is http://',
  hint: 'Use https:// in the URL.',
};

test('R6: http to a port of TLS says to use https, whether it closes or sends an alert', async () => {
  const tls = await makeCertificate(['localhost']);
  for (const options of [tls, { ...tls, requestCert: true, ca: tls.cert, maxVersion: 'TLSv1.2' as const }])
    expect(await failAll(`http://${await listen(createHttpsServer(options))}/`)).toEqual(NEEDS_HTTPS);
  const alerting = createServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.end(Buffer.from('15030100020246', 'hex')));
  });
  expect(await failAll(`http://${await listen(alerting)}/`)).toEqual(NEEDS_HTTPS);
});

test('R6: an app that drops connections of plain HTTP is not taken for one of TLS', async () => {
  const app = await startApp(resetting());
  expect(await failAll(app.url)).toMatchObject({ code: 'reset' });
});

test('R6: https to a port of plain HTTP says to use http, whether it answers or closes', async () => {
  const { host } = new URL((await startApp()).url);
  const hint = 'If the port speaks plain HTTP, use http:// in the URL.';
  expect(await failAll(`https://${host}/`)).toEqual({
    code: 'tls',
    message: 'TLS failed: the port does not speak TLS (ERR_SSL_WRONG_VERSION_NUMBER)',
    hint,
  });
  for (const end of ['end', 'resetAndDestroy'] as const) {
    const closing = createServer((socket) => {
      socket.on('error', () => undefined).once('data', () => void socket[end]());
    });
    expect(await failAll(`https://${await listen(closing)}/`)).toEqual({
      code: 'tls',
      message: 'TLS failed: the connection was closed before TLS was established',
      hint,
    });
  }
});

test('R6: an app that demands a certificate is told by its alert, with TLS 1.2 and 1.3', async () => {
  const tls = await makeCertificate(['localhost']);
  const alerts = { 'TLSv1.2': 'handshake failure', 'TLSv1.3': 'certificate required' } as const;
  for (const [maxVersion, alert] of Object.entries(alerts)) {
    const server = createHttpsServer({
      ...tls,
      ...{ requestCert: true, ca: tls.cert, maxVersion: maxVersion as keyof typeof alerts },
    });
    expect(await failAll(`https://${await listen(server)}/`, true)).toMatchObject({
      code: 'tls',
      message: expect.stringContaining(`the app ended the handshake with the alert "${alert}"`),
      hint: expect.stringContaining('a certificate of the sender'),
    });
  }
});

test('R6: an app over https that drops requests is not said to fail at TLS', async () => {
  const server = createHttpsServer(await makeCertificate(['localhost']), ({ socket }) => {
    socket.destroy();
  });
  expect(await failAll(`https://${await listen(server)}/`, true)).toMatchObject({ code: 'reset' });
});

test('R6: a self-signed certificate is called that', async () => {
  const tls = await makeCertificate(['localhost']);
  expect(await failAll(`https://${await listen(createHttpsServer(tls))}/`)).toMatchObject({
    code: 'tls',
    message: 'TLS failed: the certificate is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT)',
  });
});

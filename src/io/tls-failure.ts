import type { Failure } from './failure.ts';

/** The code of an error for a connection that was closed before TLS was established. */
export const HANDSHAKE_CLOSED = 'ERR_TLS_HANDSHAKE_CLOSED';

/**
 * What is wrong with a certificate, as what follows "the certificate", by the codes of Node. `UNSPECIFIED` is every other fault that
 * OpenSSL finds. Source: Node.js 24 documentation, "X509 certificate error codes" and "ERR_TLS_CERT_ALTNAME_INVALID" (2026-11).
 */
const CERTIFICATE_FAULTS: Readonly<Record<string, string>> = {
  CERT_CHAIN_TOO_LONG: 'has too long a chain',
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REJECTED: 'has a root CA that is rejected for servers',
  CERT_REVOKED: 'is revoked',
  CERT_SIGNATURE_FAILURE: 'has a wrong signature',
  CERT_UNTRUSTED: 'has a root CA that is not trusted for servers',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'has a malformed list of host names',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for other host names than that of the URL',
  ERROR_IN_CERT_NOT_AFTER_FIELD: 'has a malformed date of its end',
  ERROR_IN_CERT_NOT_BEFORE_FIELD: 'has a malformed date of its start',
  HOSTNAME_MISMATCH: 'is for other host names than that of the URL',
  INVALID_CA: 'has an issuer that is not a CA',
  INVALID_PURPOSE: 'is not made for servers',
  OUT_OF_MEM: 'cannot be checked for lack of memory',
  PATH_LENGTH_EXCEEDED: 'has a longer chain than one of its CAs allows',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a root CA that is not trusted here',
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: 'has an issuer whose key cannot be read',
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: 'has a signature that cannot be decrypted',
  UNABLE_TO_GET_ISSUER_CERT: 'has an issuer whose certificate is missing',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'is signed by a CA that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'is signed by a CA that is unknown here, or is sent without its chain',
  UNSPECIFIED: 'is refused by OpenSSL',
};

const REMEDIES =
  'For an app on this machine, --insecure accepts any certificate. NODE_EXTRA_CA_CERTS=rootCA.pem trusts the CA that signed it.';
const FIRST_STEPS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'Renew the certificate. ',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Use a host name of the certificate in the URL. ',
  HOSTNAME_MISMATCH: 'Use a host name of the certificate in the URL. ',
};
const USE_HTTP = 'If the port speaks plain HTTP, use http:// in the URL.';

/** The failure behind an error of TLS; undefined for any other error. Never throws. */
export function findTlsFailure(code: string, error: unknown): Failure | undefined {
  const fault =
    CERTIFICATE_FAULTS[code] ?? (/_CRL(?:_|$)|^CRL_/.test(code) ? 'has no valid revocation list' : undefined);
  const { message = '', reason = '' } = error as { readonly message?: string; readonly reason?: string };
  if (fault !== undefined) {
    const said = code === 'UNSPECIFIED' ? `: ${message.replace(/;.*/s, '')}` : '';
    return toFailed(`the certificate ${fault}${said}`, code, `${FIRST_STEPS[code] ?? ''}${REMEDIES}`);
  }
  if (code === HANDSHAKE_CLOSED)
    return toFailed('the connection was closed before TLS was established', undefined, USE_HTTP);
  if (/^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)$/.test(code))
    return toFailed('the port does not speak TLS', code, USE_HTTP);
  const [, alert] = /\balert (.+)$/.exec(reason) ?? [];
  if (alert !== undefined)
    return toFailed(
      `the app ended the handshake with the alert "${alert}"`,
      code,
      alert === 'certificate required' ? NO_CERTIFICATE : SEE_LOG,
    );
  if (/SSL|TLS|EPROTO/.test(code)) return toFailed(reason || 'the handshake failed', code, SEE_LOG);
  return undefined;
}

const NO_CERTIFICATE = 'The app demands a certificate of the sender (mutual TLS); none is sent.';
const SEE_LOG =
  'The log of the app says more: it may demand another version of TLS, or a certificate of the sender.';

function toFailed(what: string, code: string | undefined, hint: string): Failure {
  return { code: 'tls', message: `TLS failed: ${what}${code === undefined ? '' : ` (${code})`}`, hint };
}

/** An http URL of a port that speaks TLS. */
export const NEEDS_HTTPS: Failure = {
  code: 'tls',
  message: 'the port speaks TLS, and the URL is http://',
  hint: 'Use https:// in the URL.',
};

import { Buffer } from 'node:buffer';
import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { AppError } from '../error.ts';
import { findBase64Bytes } from './base64.ts';
import { explainSecret, type SecretMistake } from './mistake.ts';

interface Named {
  /** What the secret was given as, for example a flag or a variable: safe to print. */
  readonly name: string;
  /** Sentences about what is odd but accepted; usually empty. */
  readonly warnings: readonly string[];
}

/** A shared secret: signs and verifies `v1`. */
export interface SymmetricKey extends Named {
  readonly kind: 'symmetric';
  readonly scheme: 'v1';
  readonly secretKey: KeyObject;
}

/** Half of a key pair: `public` verifies `v1a`, `private` signs as well. */
export type AsymmetricKey = Named & { readonly scheme: 'v1a'; readonly publicKey: KeyObject } & (
    | { readonly kind: 'public' }
    | { readonly kind: 'private'; readonly privateKey: KeyObject }
  );

/**
 * A secret ready for use. Its bytes are only inside Node's KeyObjects, which are made once and print as nothing in
 * JSON and in `util.inspect`.
 */
export type Key = SymmetricKey | AsymmetricKey;

// Source: Standard Webhooks specification 1.0, "Signature scheme", asks for 24 bytes or more; Svix's own example has 18.
const USUAL_LENGTH_BYTES = 24;

// The fixed beginnings of an ed25519 key in DER. Source: RFC 8410 sections 4, 7 and 10.
const PKCS8_START = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_START = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Reads one secret: `whsec_` and base64 (or the base64 alone), `whpk_` and a public key of 32 bytes, `whsk_` and a
 * private key of 64 bytes or its seed of 32. Spaces around it are ignored, and padding that is missing is put back, with
 * a warning.
 * Throws AppError `secret_invalid`, which names the secret and never holds a part of it.
 * Source: Standard Webhooks specification 1.0, "Signature scheme"; Svix server 1.84 for the 64 bytes.
 * @param name What to call the secret in messages, for example `--secret`.
 */
export function parseSecret(text: string, name: string): Key {
  const secret = text.trim();
  const prefix = /^wh(?:sec|pk|sk)_/.exec(secret)?.[0] ?? 'whsec_';
  const encoded = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  const bytes = findBase64Bytes(encoded) ?? findUnpadded(encoded);
  // `null` and `None` are base64 as well.
  if (bytes === undefined || /^(?:x*|null|none|true)$/i.test(encoded))
    throw refuse(name, explainSecret(secret));
  const key = toKey(bytes, prefix, name);
  const isUnpadded = encoded.length % 4 > 0;
  return isUnpadded ? { ...key, warnings: [`The secret ${name} ${UNPADDED}`, ...key.warnings] } : key;
}

function toKey(bytes: Buffer, prefix: string, name: string): Key {
  if (prefix === 'whpk_') return toPublic(bytes, name);
  return prefix === 'whsk_' ? toPrivate(bytes, name) : toSymmetric(bytes, name);
}

// Source: svix 2.5.0 for JavaScript, measured; the base64 decoders of the other languages, 2026.
const UNPADDED =
  'is not padded: the `=` at its end, or more, is missing. The Svix libraries for JavaScript and Java accept it, those for Go, Rust and C# refuse it.';

/** Shorter text could be any word. */
const FEWEST_UNPADDED = 22;

function findUnpadded(text: string): Buffer | undefined {
  if (text.length < FEWEST_UNPADDED || text.length % 4 === 0) return undefined;
  return findBase64Bytes(text.padEnd(Math.ceil(text.length / 4) * 4, '='));
}

/**
 * Reads a list of secrets separated by white space, as given during a rotation. When there are several, they are
 * named `NAME #1`, `NAME #2` and so on. Throws AppError `secret_invalid`, also when the list is empty.
 */
export function parseSecrets(text: string, name: string): readonly Key[] {
  const secrets = text.trim().split(/\s+/);
  return secrets.map((secret, index) =>
    parseSecret(secret, secrets.length > 1 ? `${name} #${index + 1}` : name),
  );
}

/** A new secret, `whsec_` and base64, of the random bytes given: 24 of them are usual. Never throws. */
export function generateSecretText(randomBytes: Uint8Array): string {
  return `whsec_${Buffer.from(randomBytes).toString('base64')}`;
}

function toSymmetric(bytes: Buffer, name: string): Key {
  const advice = `The secret ${name} has ${bytes.length} bytes, fewer than the usual ${USUAL_LENGTH_BYTES}: check that it was copied whole.`;
  const warnings = bytes.length < USUAL_LENGTH_BYTES ? [advice] : [];
  return { kind: 'symmetric', scheme: 'v1', name, warnings, secretKey: createSecretKey(bytes) };
}

function toPublic(bytes: Buffer, name: string): Key {
  if (bytes.length !== 32) throw refuseLength(name, 'a public key has 32 bytes');
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI_START, bytes]), format: 'der', type: 'spki' });
  return { kind: 'public', scheme: 'v1a', name, warnings: [], publicKey };
}

function toPrivate(bytes: Buffer, name: string): Key {
  if (bytes.length !== 32 && bytes.length !== 64)
    throw refuseLength(name, 'a private key has 64 bytes, or 32 as a seed');
  const der = Buffer.concat([PKCS8_START, bytes.subarray(0, 32)]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  const publicBytes = publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_START.length);
  if (bytes.length === 64 && !publicBytes.equals(bytes.subarray(32))) throw refuse(name, OTHER_HALF);
  return { kind: 'private', scheme: 'v1a', name, warnings: [], publicKey, privateKey };
}

const OTHER_HALF: SecretMistake = {
  problem: 'is damaged: its public half does not belong to its private half',
  hint: 'Copy it again whole.',
};

function refuseLength(name: string, rule: string): AppError {
  return refuse(name, { problem: `has the wrong length: ${rule}`, hint: 'Copy it again whole.' });
}

function refuse(name: string, { problem, hint }: SecretMistake): AppError {
  return new AppError('secret_invalid', `The secret ${name} ${problem}.`, hint);
}

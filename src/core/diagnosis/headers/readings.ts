import { Buffer } from 'node:buffer';
import { decodeBase64 } from '../body/encoded.ts';
import { type Change, toDistinct } from '../change.ts';
import { findSignatureTexts } from './values.ts';

/** A signature found in the header, however it is written. */
export interface Reading {
  readonly bytes: Buffer;
  /** Empty when it is written as it must be. */
  readonly changes: readonly Change[];
}

/** The beginning of a signature whose end is missing, as base64; at least 16 bytes, so that no chance makes it match. */
export interface Beginning {
  readonly base64: string;
  readonly changes: readonly Change[];
}

/** Every signature that can be found in the header. */
export interface Readings {
  readonly whole: readonly Reading[];
  readonly beginnings: readonly Beginning[];
}

/** HMAC-SHA256, SHA-1, SHA-384, SHA-512 and ed25519. */
const LENGTHS_BYTES = [32, 20, 48, 64];
const CANONICAL = /^v1a?,[A-Za-z0-9+/]+={0,2}$/;
/** A hostile header must not make a diagnosis long. */
const MOST_RUNS = 64;

/**
 * Reads whatever in the header could be a signature. Of several readings of the same bytes the plainest stays: a header
 * that is written as it must be once an escape is undone, before one that must be read in another encoding. Never throws.
 */
export function readLeniently(header: string): Readings {
  const runs = findSignatureTexts(header)
    .flatMap(({ value, changes }) => toRuns(value).map((run) => ({ ...run, before: changes })))
    .slice(0, MOST_RUNS);
  const whole = runs.flatMap((run) => toReading(run) ?? []).toSorted((one, other) => one.rank - other.rank);
  // What was cut is compared as a whole: an escape or a space inside leaves shorter parts.
  const beginnings = runs
    .flatMap((run) => toBeginning(run) ?? [])
    .toSorted((one, other) => other.base64.length - one.base64.length);
  return {
    whole: toDistinct(whole, ({ bytes }) => bytes.toString('hex')).map(({ bytes, changes }) => ({
      bytes,
      changes,
    })),
    beginnings: toDistinct(beginnings, ({ base64 }) => base64),
  };
}

interface Run {
  readonly text: string;
  /** The item that it stands in, between spaces. */
  readonly item: string;
  /** What was undone in the header before it was found. */
  readonly before: readonly Change[];
}

function toRuns(text: string): readonly Omit<Run, 'before'>[] {
  return text
    .split(' ')
    .flatMap((item) => Array.from(item.matchAll(/[\w+/-]{16,}={0,2}/g), ([run]) => ({ text: run, item })));
}

function toReading({ text, item, before }: Run): (Reading & { readonly rank: number }) | undefined {
  const decoded = decodeSignature(text);
  if (decoded === undefined) return undefined;
  const { bytes, words } = decoded;
  const encoding: Change = { code: 'signature_encoding', undone: `the signature is read as ${words}` };
  const form: Change = {
    code: 'signature_form',
    undone: 'the signature is taken out of a header of another form',
  };
  const hasForm = CANONICAL.test(item) || (words !== '' && /^v1a?,[^,]+$/.test(item));
  const own = [...(words === '' ? [] : [encoding]), ...(hasForm ? [] : [form])];
  return { bytes, changes: [...before, ...own], rank: before.length + 10 * own.length };
}

function decodeSignature(text: string): { readonly bytes: Buffer; readonly words: string } | undefined {
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i.test(text)) {
    return { bytes: Buffer.from(text, 'hex'), words: 'hex' };
  }
  const bytes = decodeBase64(text);
  if (bytes === undefined) return undefined;
  const twice = decodeTwice(bytes);
  if (twice !== undefined) return { bytes: twice, words: 'text that was encoded in base64 once more' };
  if (!LENGTHS_BYTES.includes(bytes.length)) return undefined;
  if (/[-_]/.test(text)) return { bytes, words: 'URL-safe base64' };
  if (text.length % 4 === 0) return { bytes, words: '' };
  return { bytes, words: text.endsWith('=') ? 'base64 with wrong padding' : 'base64 without padding' };
}

function decodeTwice(bytes: Buffer): Buffer | undefined {
  const text = bytes.toString('latin1');
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[A-Za-z0-9+/]{43}=$/.test(text) ? decodeBase64(text) : undefined;
}

function toBeginning({ text, item, before }: Run): Beginning | undefined {
  const changes: readonly Change[] = [
    ...before,
    { code: 'signature_damaged', undone: 'only the part of the signature that is left is compared' },
  ];
  if (/^[0-9a-f]{32,63}$/i.test(text)) {
    const bytes = Buffer.from(text.slice(0, Math.floor(text.length / 6) * 6), 'hex');
    return bytes.length < 16 ? undefined : { base64: bytes.toString('base64'), changes };
  }
  const plain = text.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  const isShort = plain.length >= 22 && plain.length < 43 && !/^v1a?[,=]?$/.test(item);
  // The last character may hold spare bits, but what is cut off a longer text holds none.
  return isShort ? { base64: plain, changes } : undefined;
}

import { Buffer } from 'node:buffer';
import { createSecretKey, hash, type KeyObject } from 'node:crypto';
import { findBase64Bytes } from '../signature/base64.ts';
import { generateSecretText, type Key } from '../signature/secret.ts';
import { decodeBase64 } from './body/encoded.ts';
import { type Change, toDistinct } from './change.ts';

/** A key to try: a shared secret, or the public half of a pair. */
export interface TriedKey {
  readonly changes: readonly Change[];
  readonly scheme: 'v1' | 'v1a';
  readonly key: KeyObject;
}

/** The keys to try with one delivery. */
export interface Keys {
  /** As they were given. */
  readonly given: readonly TriedKey[];
  /** Configured under other names, each with its name. */
  readonly others: readonly TriedKey[];
  /** Every shared secret read in the common ways in which programs misread it. */
  readonly misread: readonly TriedKey[];
  /** The same in the rare ways, which are not combined with other faults. */
  readonly rarelyMisread: readonly TriedKey[];
}

/** The keys to try. Never throws. */
export function toKeys(given: readonly Key[], others: readonly Key[]): Keys {
  const unlike = others.filter((key) => !given.some((each) => isSameKey(each, key)));
  return {
    given: given.map((key) => toTriedKey(key, [])),
    others: unlike.map((key) => {
      const { name: keyName } = key;
      return toTriedKey(key, [{ code: 'other_secret', undone: `the secret ${keyName} is used`, keyName }]);
    }),
    misread: given.flatMap((key) => misread(key, toReadings)),
    rarelyMisread: given.flatMap((key) => misread(key, toRareReadings)),
  };
}

function toTriedKey(key: Key, changes: readonly Change[]): TriedKey {
  const { scheme } = key;
  return { changes, scheme, key: key.kind === 'symmetric' ? key.secretKey : key.publicKey };
}

function isSameKey(one: Key, other: Key): boolean {
  return one.scheme === other.scheme && toTriedKey(one, []).key.equals(toTriedKey(other, []).key);
}

function misread(key: Key, toAll: (bytes: Buffer, name: string) => readonly Reading[]): readonly TriedKey[] {
  if (key.kind !== 'symmetric') return [];
  const { name, secretKey } = key;
  const bytes = secretKey.export();
  const all = toAll(bytes, name).filter(([, variant]) => variant !== undefined);
  const hex = (each: Buffer | undefined) => each?.toString('hex');
  return toDistinct(all, ([, variant]) => hex(variant), hex(bytes)).map(([words, variant = bytes]) => {
    const change: Change = { code: 'secret_misread', undone: `the secret ${name} is ${words}` };
    return { changes: [change], scheme: 'v1', key: createSecretKey(variant) };
  });
}

type Reading = readonly [words: string, bytes: Buffer | undefined];

/** The common ones, which are combined with other faults. */
function toReadings(bytes: Buffer): readonly Reading[] {
  const whole = generateSecretText(bytes);
  const base64 = bytes.toString('base64');
  const text = bytes.toString('latin1');
  const inner = text.replace(/^whsec_/, '');
  return [
    ['used as text, with its prefix', Buffer.from(whole)],
    ['used as text, without its prefix', Buffer.from(base64)],
    ['used as text without padding', Buffer.from(base64.replace(/=+$/, ''))],
    ['used as text with a line feed at its end', Buffer.from(`${whole}\n`)],
    ['used as text without its prefix and with a line feed at its end', Buffer.from(`${base64}\n`)],
    // `_` is a character of URL-safe base64 for Node, and skipped by Python, PHP and Ruby. Go stops at it.
    ['decoded from base64 together with its prefix', Buffer.from(whole, 'base64')],
    ['decoded from base64 together with its prefix, as Python does', Buffer.from(`whsec${base64}`, 'base64')],
    ['decoded from base64 together with its prefix up to `_`, where Go stops', Buffer.from('whse', 'base64')],
    ['decoded from base64 once more', findBase64Bytes(inner.trim())],
    ['decoded from base64 once more, loosely', decodeBase64(inner)],
    ['read as hex', HEX.test(base64) ? Buffer.from(base64, 'hex') : undefined],
    ['decoded from base64 and then from hex', HEX.test(text) ? Buffer.from(text, 'hex') : undefined],
    ['written as hex and used as text', Buffer.from(bytes.toString('hex'))],
    ['written as hex in capitals and used as text', Buffer.from(bytes.toString('hex').toUpperCase())],
    ['decoded and then read as UTF-8 text', Buffer.from(bytes.toString('utf8'))],
    ['decoded and then written as UTF-8 text', Buffer.from(text)],
    ['decoded and stripped of white space', Buffer.from(text.trim(), 'latin1')],
    ['encoded in base64 once more', Buffer.from(Buffer.from(base64).toString('base64'))],
    ['empty', Buffer.alloc(0)],
    ['the text undefined', Buffer.from('undefined')],
    ['the text null', Buffer.from('null')],
  ];
}

const HEX = /^(?:[0-9a-f]{2})+$/i;

function toRareReadings(bytes: Buffer, name: string): readonly Reading[] {
  const whole = generateSecretText(bytes);
  const base64 = bytes.toString('base64');
  const text = bytes.toString('latin1');
  // Decodes as much as there is, as lenient decoders do.
  const toBytes = (part: string) => Buffer.from(part, 'base64');
  const toAscii = (other: string) => Buffer.from(text.replace(/[\x80-\xff]/g, other));
  const words = ['None', 'nil', '[object Object]', '[object Promise]'];
  const names = /^[A-Z]\w*$/.test(name)
    ? [name, `$${name}`, `\${${name}}`, 'process.env.NAME'.replace('NAME', name)]
    : [];
  return [
    [
      'decoded and then read as Windows-1252 text',
      Buffer.from(new TextDecoder('windows-1252').decode(bytes)),
    ],
    ['decoded and then read as ASCII, as Node does', Buffer.from(bytes.map((byte) => byte & 0x7f))],
    ['decoded and then read as ASCII, as C# does', toAscii('?')],
    ['decoded and then read as ASCII, as Java does', toAscii('\ufffd')],
    [
      'decoded and then read as UTF-8, without what does not fit',
      Buffer.from(bytes.toString('utf8').replaceAll('\ufffd', '')),
    ],
    ['decoded and cut off at its first zero byte', Buffer.from(text.replace(/\0.*$/s, ''), 'latin1')],
    ['decoded up to its first `+` or `/`, as URL-safe base64', toBytes(base64.replace(/[+/].*$/, ''))],
    ['decoded without its last bytes, as the padding was refused', toBytes(base64.replace(/.{4}$/, ''))],
    ['cut after five characters, and then decoded', toBytes(`_${base64}`)],
    ['cut after seven characters, and then decoded', toBytes(base64.slice(1))],
    [
      'freed of every letter of `whsec_` at its start, and then decoded',
      toBytes(base64.replace(/^[whsec_]+/, '')),
    ],
    ['encoded in base64 once more, with its prefix', Buffer.from(Buffer.from(whole).toString('base64'))],
    ['used as text in UTF-16', Buffer.from(whole, 'utf16le')],
    ['used as text in UTF-16, without its prefix', Buffer.from(base64, 'utf16le')],
    ...[whole, base64].flatMap((each) =>
      TEXTS.map(([how, write]): Reading => {
        const which = each === whole ? 'with' : 'without';
        return [`used as text, ${which} its prefix, ${how}`, Buffer.from(write(each))];
      }),
    ),
    ['hashed with SHA-256', hash('sha256', whole, 'buffer')],
    ['hashed with SHA-256, without its prefix', hash('sha256', base64, 'buffer')],
    ['decoded and hashed with SHA-256', hash('sha256', bytes, 'buffer')],
    ...words.map((word): Reading => [`the text ${word}`, Buffer.from(word)]),
    ...names.map((word): Reading => [`replaced by the name ${word}`, Buffer.from(word)]),
  ];
}

/** How the text of a secret is changed by files, shells and languages. */
const TEXTS: readonly (readonly [how: string, write: (text: string) => string])[] = [
  ['with CR and LF at its end', (text) => `${text}\r\n`],
  ['with a space at its end', (text) => `${text} `],
  ['in quotes', (text) => `"${text}"`],
  ['in single quotes', (text) => `'${text}'`],
  ['as a bytes literal of Python', (text) => `b'${text}'`],
  ['with percent signs', encodeURIComponent],
  ['in lower case', (text) => text.toLowerCase()],
  ['in URL-safe base64', (text) => text.replaceAll('+', '-').replaceAll('/', '_')],
  ['after `v1,`', (text) => `v1,${text}`],
];

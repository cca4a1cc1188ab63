import { Buffer } from 'node:buffer';
import { toStringValue } from '../../document/json-tree.ts';
import { findBase64Bytes } from '../../signature/base64.ts';
import type { BodyVariant } from '../change.ts';
import type { Framework } from '../frameworks.ts';
import type { BodyView } from './view.ts';

/** The body decoded from base64, of either alphabet, with or without padding and line breaks. Never throws. */
export function* findBase64(view: BodyView): Generator<BodyVariant> {
  const text = view.text();
  const bytes = text === undefined ? undefined : decodeBase64(text);
  if (bytes === undefined) return;
  yield { change: { code: 'body_base64', undone: 'the body is decoded from base64' }, bytes };
}

/** The bytes of base64 text in any of its spellings; undefined for anything else, and for nothing. Never throws. */
export function decodeBase64(text: string): Buffer | undefined {
  if (!/^[\w+/\s-]+={0,2}$/.test(text.trimEnd())) return undefined;
  const plain = text.replace(/[\s=]/g, '').replaceAll('-', '+').replaceAll('_', '/');
  if (plain === '') return undefined;
  return findBase64Bytes(plain.padEnd(Math.ceil(plain.length / 4) * 4, '='));
}

/** One layer of encoding that code adds by mistake. `decode` answers undefined when the text has no such layer. */
interface Layer {
  readonly words: string;
  readonly decode: (text: string) => string | Uint8Array | undefined;
  readonly framework?: Framework;
}

const LAYERS: readonly Layer[] = [
  { words: 'taken out of a JSON string', decode: decodeJsonString },
  { words: 'taken out of a Python bytes literal', decode: decodePythonBytes },
  { words: 'decoded from percent signs', decode: decodePercent },
  { words: 'decoded from hex', decode: decodeHex },
  { words: 'freed of HTML escapes', decode: decodeHtml },
  { words: 'freed of the backslashes before its quotation marks', decode: decodeBackslashes },
  { words: 'put into a JSON string', decode: (text) => JSON.stringify(text) },
];

/** The body with one layer of encoding less. Never throws. */
export function* findEncodings(view: BodyView): Generator<BodyVariant> {
  const text = view.text();
  if (text === undefined) return;
  for (const { words, decode } of LAYERS) {
    const decoded = decode(text);
    if (decoded === undefined || decoded === text) continue;
    const bytes = typeof decoded === 'string' ? Buffer.from(decoded) : decoded;
    yield { change: { code: 'body_encoded_twice', undone: `the body is ${words}`, covers: words }, bytes };
  }
}

function decodeJsonString(text: string): string | undefined {
  const source = text.trim();
  if (!source.startsWith('"')) return undefined;
  try {
    return toStringValue(source);
  } catch {
    return undefined;
  }
}

// Source: Python 3 language reference, "String and Bytes literals".
function decodePythonBytes(text: string): Uint8Array | undefined {
  const literal = text.trim();
  if (!/^b['"]/.test(literal) || literal.at(-1) !== literal[1] || /[^\x00-\x7f]/.test(literal))
    return undefined;
  const inner = literal.slice(2, -1);
  const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  const latin1 = inner.replace(/\\(?:x([0-9a-f]{2})|(.))/gs, (_, hex?: string, short = '') =>
    hex === undefined ? (SHORT[short] ?? short) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(latin1, 'latin1');
}

function decodePercent(text: string): string | undefined {
  if (!/%[0-9a-f]{2}/i.test(text)) return undefined;
  try {
    // A form has a name before the value, or the whole body as a name without a value.
    return decodeURIComponent(text.replaceAll('+', ' ').replace(/^\w{1,30}=|=$/g, ''));
  } catch {
    return undefined;
  }
}

function decodeHex(text: string): Uint8Array | undefined {
  return text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text) ? Buffer.from(text, 'hex') : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&apos;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

function decodeHtml(text: string): string {
  return text.replace(/&(?:quot|apos|lt|gt|amp|#34|#39|#x27);/g, (entity) => ENTITIES[entity] ?? entity);
}

function decodeBackslashes(text: string): string | undefined {
  return /^\s*[[{]\s*\\"/.test(text) ? text.replace(/\\(["\\])/g, '$1') : undefined;
}

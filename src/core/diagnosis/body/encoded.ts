import { Buffer } from 'node:buffer';
import { toBuffer } from '../../bytes.ts';
import { findBase64Bytes } from '../../signature/base64.ts';
import type { FaultCode } from '../catalogue.ts';
import { type TriedBody, toBody } from '../change.ts';
import {
  type Decoded,
  decodeHtml,
  decodeJsonString,
  decodeLiteral,
  decodeQuotedPrintable,
  removeBackslashes,
  removeDoubledQuotes,
} from './escaped-text.ts';
import { decodeForm, decodePercentSigns, joinChunks, takeHalf, takeJson, takeParts } from './framed.ts';
import { decodeDecimals, decodeDump, decodeHex } from './numbers.ts';
import type { BodyView } from './view.ts';

/** The body decoded from base64, of either alphabet, with or without padding and line breaks. Never throws. */
export function* findBase64(view: BodyView): Generator<TriedBody> {
  const text = view.text();
  const bytes = text === undefined ? undefined : decodeBase64(text);
  if (bytes !== undefined) yield toBody('body_base64', 'the body is decoded from base64', bytes);
}

/** The bytes of base64 text in any of its spellings; undefined for anything else, and for nothing. Never throws. */
export function decodeBase64(text: string): Buffer | undefined {
  if (!/^[\w+/\s-]+={0,2}$/.test(text.trimEnd())) return undefined;
  const plain = text.replace(/[\s=]/g, '').replaceAll('-', '+').replaceAll('_', '/');
  if (plain === '') return undefined;
  return findBase64Bytes(plain.padEnd(Math.ceil(plain.length / 4) * 4, '='));
}

/** One layer that programs put around a body by mistake. `decode` gives nothing when the body has no such layer. */
interface Layer {
  /** Completes "the body is …". */
  readonly words: string;
  readonly decode: (text: string) => Decoded | Uint8Array | string | undefined;
  /** `body_encoded_twice` unless given. */
  readonly code?: FaultCode;
  /** Whether it is put around any bytes: then the text is Latin-1, a character for each byte. */
  readonly isBinary?: true;
}

/** The exact ones first: what several can undo is called by the first of them. */
const LAYERS: readonly Layer[] = [
  { words: 'taken out of a JSON string', decode: decodeJsonString },
  { words: 'read from the numbers of its bytes', decode: decodeDecimals },
  { words: 'decoded from hex', decode: decodeHex },
  { words: 'read from a dump of its bytes', decode: decodeDump },
  { words: 'decoded from base64 after `data:`', decode: decodeDataUrl, code: 'body_base64' },
  { words: 'taken out of its HTTP chunks', decode: joinChunks, code: 'body_wrapped', isBinary: true },
  { words: 'taken out of a multipart form', decode: takeParts, code: 'body_wrapped', isBinary: true },
  { words: 'decoded from percent signs', decode: decodePercentSigns },
  { words: 'taken out of a form', decode: decodeForm },
  { words: 'decoded from quoted-printable', decode: decodeQuotedPrintable },
  { words: 'freed of HTML escapes', decode: decodeHtml },
  { words: 'freed of doubled quotes', decode: removeDoubledQuotes },
  { words: 'freed of the backslashes before its quotation marks', decode: removeBackslashes },
  { words: 'taken out of a string literal', decode: decodeLiteral },
  { words: 'taken once, although it is there twice', decode: takeHalf, code: 'body_wrapped', isBinary: true },
  { words: 'taken out of what is around it', decode: takeJson, code: 'body_wrapped', isBinary: true },
];

/** The body with one layer of encoding less. Never throws. */
export function* findEncodings(view: BodyView): Generator<TriedBody> {
  const text = view.text();
  const latin1 = toBuffer(view.bytes).toString('latin1');
  const seen = new Set([latin1]);
  for (const { words, decode, code = 'body_encoded_twice', isBinary } of LAYERS) {
    const source = isBinary ? latin1 : text;
    const decoded = source === undefined ? undefined : decode(source);
    for (const each of decoded instanceof Uint8Array ? [decoded] : [decoded ?? []].flat()) {
      const bytes =
        typeof each === 'string' ? Buffer.from(each, isBinary ? 'latin1' : 'utf8') : toBuffer(each);
      const name = bytes.toString('latin1');
      if (name === '' || seen.has(name)) continue;
      seen.add(name);
      yield toBody(code, `the body is ${words}`, bytes, { covers: words });
    }
  }
}

/** The body as a JSON string, for a sender that signs it so. Never throws. */
export function* putIntoString(view: BodyView): Generator<TriedBody> {
  const text = view.text();
  const words = 'put into a JSON string';
  if (text === undefined) return;
  yield toBody('body_encoded_twice', `the body is ${words}`, JSON.stringify(text), { covers: words });
}

function decodeDataUrl(text: string): Uint8Array | undefined {
  const [, base64] = /^\s*data:[^,]{0,100};base64,(.*)$/is.exec(text) ?? [];
  return base64 === undefined ? undefined : decodeBase64(base64);
}

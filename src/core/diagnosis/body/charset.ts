import { Buffer } from 'node:buffer';
import { toBuffer } from '../../delivery/body.ts';
import type { BodyVariant, Change } from '../change.ts';
import type { BodyView } from './view.ts';

/** The body in other character sets: what UTF-8 read as another set, or the reverse, was before. Never throws. */
export function* findCharsets(view: BodyView): Generator<BodyVariant> {
  const text = view.text();
  if (text !== undefined && /[^\x00-\x7f]/.test(text)) yield* findMisread(text);
  const body = toBuffer(view.bytes);
  if (text === undefined) {
    yield charset('the body is read as Latin-1', Buffer.from(body.toString('latin1')));
    yield charset('the body is read as Windows-1252', Buffer.from(decode(body, 'windows-1252')));
  }
  if (body.length > 1 && body.length % 2 === 0 && body.includes(0)) yield* findUtf16(body);
}

/** The body in the other Unicode form, where that is different. Never throws. */
export function* findUnicodeForms(view: BodyView): Generator<BodyVariant> {
  const text = view.text();
  if (text === undefined || !/[^\x00-\x7f]/.test(text)) return;
  for (const form of ['NFC', 'NFD'] as const) {
    const changed: string = text.normalize(form);
    if (changed === text) continue;
    const change: Change = {
      code: 'body_normalised',
      undone: `the body is put into the Unicode form ${form}`,
    };
    yield { change, bytes: Buffer.from(changed) };
  }
}

function* findMisread(text: string): Generator<BodyVariant> {
  if (!/[^\x00-\xff]/.test(text)) {
    yield charset('the body, which was read as Latin-1, is UTF-8 again', Buffer.from(text, 'latin1'));
  }
  const bytes = encodeWindows1252(text);
  if (bytes === undefined) return;
  yield charset('the body, which was read as Windows-1252, is UTF-8 again', bytes);
}

function* findUtf16(body: Buffer): Generator<BodyVariant> {
  const hasMark = (body[0] === 0xff && body[1] === 0xfe) || (body[0] === 0xfe && body[1] === 0xff);
  for (const [name, label] of [
    ['UTF-16 (little-endian)', 'utf-16le'],
    ['UTF-16 (big-endian)', 'utf-16be'],
  ] as const) {
    const text = decode(body.subarray(hasMark ? 2 : 0), label);
    yield charset(`the body is read as ${name}`, Buffer.from(text));
  }
}

function charset(undone: string, bytes: Uint8Array): BodyVariant {
  return { change: { code: 'body_charset_changed', undone }, bytes };
}

function decode(bytes: Uint8Array, label: string): string {
  return new TextDecoder(label, { ignoreBOM: true }).decode(bytes);
}

const FROM_WINDOWS_1252: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 256 }, (_, byte) => [decode(Uint8Array.of(byte), 'windows-1252'), byte]),
);

function encodeWindows1252(text: string): Buffer | undefined {
  const bytes = Buffer.alloc(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const byte = FROM_WINDOWS_1252.get(text.charAt(index));
    if (byte === undefined) return undefined;
    bytes[index] = byte;
  }
  return bytes;
}

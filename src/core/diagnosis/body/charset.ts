import { Buffer, isUtf8 } from 'node:buffer';
import { toBuffer } from '../../bytes.ts';
import { type TriedBody, toBody } from '../change.ts';
import { findCompression } from './compressed.ts';
import type { BodyView } from './view.ts';

/** The body in other character sets: what UTF-8 read as another set, or the reverse, was before. Never throws. */
export function* findCharsets(view: BodyView): Generator<TriedBody> {
  const text = view.text();
  if (text !== undefined && /[^\x00-\x7f]/.test(text)) yield* findMisread(text);
  const body = toBuffer(view.bytes);
  if (text === undefined) {
    yield charset('the body is read as Latin-1', body.toString('latin1'));
    yield charset('the body is read as Windows-1252', decode(body, 'windows-1252'));
  }
  if (body.length > 1 && body.length % 2 === 0 && body.includes(0)) yield* findUtf16(body);
}

/** The body in the other Unicode form, where that is different. Never throws. */
export function* findUnicodeForms(view: BodyView): Generator<TriedBody> {
  const text = view.text();
  if (text === undefined || !/[^\x00-\x7f]/.test(text)) return;
  for (const form of ['NFC', 'NFD'] as const) {
    const changed: string = text.normalize(form);
    if (changed === text) continue;
    yield toBody('body_normalised', `the body is put into the Unicode form ${form}`, changed);
  }
}

/** What is left must be UTF-8 or compressed: a reading that fits by chance leaves neither. */
function* findMisread(text: string): Generator<TriedBody> {
  for (const [name, encode] of MISREADINGS) {
    const bytes = encode(text);
    if (bytes === undefined || (!isUtf8(bytes) && findCompression(bytes) === undefined)) continue;
    yield charset(`the body, which was read as ${name}, is UTF-8 again`, bytes);
  }
}

/** Of characters below U+10000, every other pair of bytes in UTF-32 is zero. */
function* findUtf16(body: Buffer): Generator<TriedBody> {
  for (const [name, unit] of [
    ['UTF-32 (little-endian)', body.readUInt32LE.bind(body)],
    ['UTF-32 (big-endian)', body.readUInt32BE.bind(body)],
  ] as const) {
    const codes =
      body.length % 4 === 0 ? Array.from({ length: body.length / 4 }, (_, index) => unit(index * 4)) : [];
    const start = codes[0] === 0xfeff ? 1 : 0;
    if (codes.length === 0 || codes.some((code) => code > 0x10ffff)) continue;
    const text = codes
      .slice(start)
      .map((code) => String.fromCodePoint(code))
      .join('');
    yield charset(`the body is read as ${name}`, Buffer.from(text));
  }
  const hasMark = (body[0] === 0xff && body[1] === 0xfe) || (body[0] === 0xfe && body[1] === 0xff);
  for (const [name, label] of [
    ['UTF-16 (little-endian)', 'utf-16le'],
    ['UTF-16 (big-endian)', 'utf-16be'],
  ] as const) {
    const text = decode(body.subarray(hasMark ? 2 : 0), label);
    yield charset(`the body is read as ${name}`, Buffer.from(text));
  }
}

function charset(undone: string, content: string | Uint8Array): TriedBody {
  return toBody('body_charset_changed', undone, content);
}

function decode(bytes: Uint8Array, label: string): string {
  return new TextDecoder(label, { ignoreBOM: true }).decode(bytes);
}

/** The upper halves of the character sets of DOS, in which Windows consoles read the output of programs. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const CP850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';
const ASCII = Array.from({ length: 128 }, (_, byte) => String.fromCharCode(byte)).join('');

const readAs = (label: string) =>
  decode(
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
    label,
  );

/** Character sets as which UTF-8 is read by mistake, the commonest first. */
const MISREADINGS: readonly (readonly [name: string, encode: (text: string) => Buffer | undefined])[] = [
  ['Latin-1', (text) => (/[^\x00-\xff]/.test(text) ? undefined : Buffer.from(text, 'latin1'))],
  ['Windows-1252', toEncoder(readAs('windows-1252'))],
  ['MacRoman', toEncoder(readAs('macintosh'))],
  ['code page 437', toEncoder(ASCII + CP437)],
  ['code page 850', toEncoder(ASCII + CP850)],
  ['UTF-16 (little-endian)', (text) => toUtf16(text)],
  ['UTF-16 (big-endian)', (text) => toUtf16(text)?.swap16()],
  ['UTF-16 (little-endian) without its last byte', (text) => withBrace(toUtf16(text))],
  ['UTF-16 (big-endian) without its last byte', (text) => withBrace(toUtf16(text)?.swap16())],
];

/** The bytes of a text in a character set, given by its characters from 0 to 255; undefined when one is not in it. */
function toEncoder(characters: string): (text: string) => Buffer | undefined {
  const codes = new Map(Array.from(characters, (character, byte) => [character, byte]));
  return (text) => {
    const bytes = Buffer.alloc(text.length);
    for (let index = 0; index < text.length; index += 1) {
      const byte = codes.get(text.charAt(index));
      if (byte === undefined) return undefined;
      bytes[index] = byte;
    }
    return bytes;
  };
}

/** Pairs of the bytes of JSON are characters far from Latin when they are read as UTF-16. */
function toUtf16(text: string): Buffer | undefined {
  return /^[\x00-\xff]/.test(text) ? undefined : Buffer.from(text.replace(/\ufffd$/, ''), 'utf16le');
}

/** The last of an odd number of bytes is half a character, and lost. An event ends with a brace. */
function withBrace(bytes: Buffer | undefined): Buffer | undefined {
  return bytes && Buffer.concat([bytes, Buffer.from('}')]);
}

import { Buffer } from 'node:buffer';
import { toBuffer } from '../../delivery/body.ts';
import type { BodyVariant, Change } from '../change.ts';
import type { BodyView } from './view.ts';

/** Beyond this, white space is taken off only as a whole. */
const MOST_STEPS = 8;
const LOST_AT_END = ['\n', '\r\n', ' ', '\n\n', '\r', '\t', '  '];
const LOST_AT_START = ['\n', ' ', '\r\n'];
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** The body with white space taken off its ends. Never throws. */
export function* takeWhitespace({ bytes }: BodyView): Generator<BodyVariant> {
  const body = toBuffer(bytes);
  const start = countSpace(body, 1);
  if (start === body.length) return;
  const end = countSpace(body, -1);
  for (const count of toSteps(end)) {
    yield whitespace(`${toCount(count)} taken off its end`, body.subarray(0, body.length - count));
  }
  for (const count of toSteps(start)) {
    yield whitespace(`${toCount(count)} taken off its start`, body.subarray(count));
  }
  if (start > 0 && end > 0) {
    yield whitespace('the white space at both ends taken off', body.subarray(start, body.length - end));
  }
}

/** The body with white space put on at its ends. Never throws. */
export function* putWhitespace({ bytes }: BodyView): Generator<BodyVariant> {
  const body = toBuffer(bytes);
  if (countSpace(body, 1) === body.length) return;
  for (const text of LOST_AT_END) {
    yield whitespace(`${nameSpace(text)} put at its end`, Buffer.concat([body, Buffer.from(text)]));
  }
  for (const text of LOST_AT_START) {
    yield whitespace(`${nameSpace(text)} put at its start`, Buffer.concat([Buffer.from(text), body]));
  }
}

/** The body with other line ends. Never throws. */
export function* findLineEnds({ bytes }: BodyView): Generator<BodyVariant> {
  // Latin-1 keeps every byte, so that a body that is not UTF-8 can be changed as well.
  const text = toBuffer(bytes).toString('latin1');
  if (!/[\r\n]/.test(text)) return;
  const seen = new Set([text]);
  for (const [name, lineEnd] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
    ['taken out', ''],
  ] as const) {
    const changed = text.replace(/\r\n|\r|\n/g, lineEnd);
    if (seen.has(changed)) continue;
    seen.add(changed);
    const change: Change = {
      code: 'body_line_ends_changed',
      undone: `the line ends of the body are ${name}`,
    };
    yield { change, bytes: Buffer.from(changed, 'latin1') };
  }
}

/** The body without its byte order mark. Never throws. */
export function* takeByteOrderMark({ bytes }: BodyView): Generator<BodyVariant> {
  const undone = 'the byte order mark is taken off the body';
  if (hasMark(bytes)) yield { change: { code: 'body_bom_changed', undone }, bytes: bytes.subarray(3) };
}

/** The body with a byte order mark. Never throws. */
export function* putByteOrderMark({ bytes }: BodyView): Generator<BodyVariant> {
  const undone = 'a byte order mark is put before the body';
  if (!hasMark(bytes))
    yield { change: { code: 'body_bom_changed', undone }, bytes: Buffer.concat([BOM, bytes]) };
}

function hasMark(bytes: Uint8Array): boolean {
  return toBuffer(bytes.subarray(0, 3)).equals(BOM);
}

function whitespace(words: string, bytes: Uint8Array): BodyVariant {
  return { change: { code: 'body_whitespace_changed', undone: `the body has ${words}` }, bytes };
}

function countSpace(body: Uint8Array, direction: 1 | -1): number {
  let count = 0;
  const at = () => body[direction === 1 ? count : body.length - 1 - count] ?? 0;
  while (count < body.length && [0x20, 0x09, 0x0a, 0x0d].includes(at())) count += 1;
  return count;
}

function toSteps(count: number): readonly number[] {
  const steps = Array.from({ length: Math.min(count, MOST_STEPS) }, (_, index) => index + 1);
  return count > MOST_STEPS ? [count, ...steps] : steps;
}

function toCount(count: number): string {
  return count === 1 ? 'one character of white space' : `${count} characters of white space`;
}

function nameSpace(text: string): string {
  if (text === '\n') return 'a line feed';
  if (text === '\r\n') return 'CR and LF';
  if (text === '\n\n') return 'two line feeds';
  if (text === '\r') return 'CR';
  if (text === '\t') return 'a tab';
  return text === ' ' ? 'a space' : 'two spaces';
}

import { Buffer } from 'node:buffer';
import { toBuffer } from '../../bytes.ts';
import { type TriedBody, toBody, toDistinct } from '../change.ts';
import type { BodyView } from './view.ts';

/** Beyond this, white space is taken off only as a whole. */
const MOST_STEPS = 8;
const LOST_AT_END = {
  'a line feed': '\n',
  'CR and LF': '\r\n',
  'a space': ' ',
  'two line feeds': '\n\n',
  CR: '\r',
  'a tab': '\t',
  'two spaces': '  ',
};
const LOST_AT_START = { 'a line feed': '\n', 'a space': ' ', 'CR and LF': '\r\n' };
const LINE_ENDS = { LF: '\n', CRLF: '\r\n', CR: '\r', 'taken out': '' };
const BOM = Buffer.from('\ufeff');

/** The body with white space taken off its ends. Never throws. */
export function* takeWhitespace({ bytes }: BodyView): Generator<TriedBody> {
  const body = toBuffer(bytes);
  const start = countSpace(body);
  if (start === body.length) return;
  const end = countSpace(body.toReversed());
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
export function* putWhitespace({ bytes }: BodyView): Generator<TriedBody> {
  if (countSpace(bytes) === bytes.length) return;
  for (const [name, text] of Object.entries(LOST_AT_END)) {
    yield whitespace(`${name} put at its end`, Buffer.concat([bytes, Buffer.from(text)]));
  }
  for (const [name, text] of Object.entries(LOST_AT_START)) {
    yield whitespace(`${name} put at its start`, Buffer.concat([Buffer.from(text), bytes]));
  }
}

/** The body with other line ends. Never throws. */
export function* findLineEnds({ bytes }: BodyView): Generator<TriedBody> {
  // Latin-1 keeps every byte, so that a body that is not UTF-8 can be changed as well.
  const text = toBuffer(bytes).toString('latin1');
  if (!/[\r\n]/.test(text)) return;
  const all = Object.entries(LINE_ENDS).map(
    ([name, end]) => [name, text.replace(/\r\n|\r|\n/g, end)] as const,
  );
  for (const [name, changed] of toDistinct(all, ([, each]) => each, text)) {
    const undone = `the line ends of the body are ${name}`;
    yield toBody('body_line_ends_changed', undone, Buffer.from(changed, 'latin1'));
  }
}

/** The body without its byte order mark. Never throws. */
export function* takeByteOrderMark({ bytes }: BodyView): Generator<TriedBody> {
  const undone = 'the byte order mark is taken off the body';
  if (hasMark(bytes)) yield toBody('body_bom_changed', undone, bytes.subarray(3));
}

/** The body with a byte order mark. Never throws. */
export function* putByteOrderMark({ bytes }: BodyView): Generator<TriedBody> {
  const undone = 'a byte order mark is put before the body';
  if (!hasMark(bytes)) yield toBody('body_bom_changed', undone, Buffer.concat([BOM, bytes]));
}

function hasMark(bytes: Uint8Array): boolean {
  return BOM.equals(bytes.subarray(0, 3));
}

function whitespace(words: string, bytes: Uint8Array): TriedBody {
  return toBody('body_whitespace_changed', `the body has ${words}`, bytes);
}

/** How much white space it begins with. */
function countSpace(body: Uint8Array): number {
  const start = body.findIndex((byte) => ![0x20, 0x09, 0x0a, 0x0d].includes(byte));
  return start < 0 ? body.length : start;
}

function toSteps(count: number): readonly number[] {
  const steps = Array.from({ length: Math.min(count, MOST_STEPS) }, (_, index) => index + 1);
  return count > MOST_STEPS ? [count, ...steps] : steps;
}

function toCount(count: number): string {
  return count === 1 ? 'one character of white space' : `${count} characters of white space`;
}

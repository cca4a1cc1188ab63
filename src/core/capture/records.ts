import { type BadByte, findBadBytes } from '../json/encoding.ts';
import { hasLinesName } from '../json/packing.ts';
import { createPiece, type Piece, type Source, skipMark } from '../json/piece.ts';
import type { PathStep } from '../json/places.ts';
import { findJson, isBlank } from '../json/scan.ts';
import { type Capture, isTornCapture } from './capture.ts';
import type { Decoded } from './decode.ts';

/** One thing that a file holds. */
export type Entry =
  | {
      readonly kind: 'payload';
      readonly source: Source;
      readonly value: unknown;
      /** The record around it, where that says as well which event it is: in an export. */
      readonly label?: {
        readonly source: Source;
        readonly path: readonly PathStep[];
        readonly event: string;
      };
    }
  | {
      readonly kind: 'capture';
      readonly source: Source;
      readonly capture: Capture;
      /** Paths of its parts in the record, when they are not those of a capture's own line: in a HAR. */
      readonly places?: CapturePlaces;
    }
  | {
      readonly kind: 'invalid_capture';
      readonly source: Source;
      readonly problem: string;
      readonly path: readonly PathStep[];
    }
  /** A capture whose writer was stopped in the middle. */
  | { readonly kind: 'torn'; readonly source: Source }
  | { readonly kind: 'not_json'; readonly source: Source }
  /** No record, but a fault of the piece whose records follow: they are read as if it were U+FFFD. */
  | { readonly kind: 'bad_byte'; readonly source: Source; readonly bad: BadByte };

/** From a record to the parts of the capture that it is. */
export interface CapturePlaces {
  readonly body: readonly PathStep[];
  readonly headers: readonly PathStep[];
  /** The status with which it was answered. */
  readonly status: readonly PathStep[];
}

/** Reads a parsed value as a capture. Passed in, so that files without captures never load its schema. */
export type DecodeCapture = (value: unknown) => Decoded;

/** The records in the value of a piece, to which the source leads. */
export type ReadValue<Item> = (source: Source, value: unknown) => Iterable<Item>;

/**
 * The records of a file in their order: one JSON value, the elements of an array, or the lines of NDJSON. The form is
 * told from the content, and by the ending `.ndjson` or `.jsonl`. White space alone holds nothing. Never throws.
 * @param bytes The file, with or without a byte order mark.
 */
export function* splitDocument(
  bytes: Uint8Array,
  file: string,
  decodeCapture: DecodeCapture,
): Generator<Entry> {
  const readValue: ReadValue<Entry> = (source, value) => splitValue(source, value, decodeCapture);
  const content = skipMark(bytes);
  const value = hasLinesName(file) ? undefined : findOneValue(content);
  if (value === undefined)
    for (const line of splitLines(content)) yield* readPiece(line, findJson(line.text), readValue);
  else if (!isBlank(value.piece.text)) yield* readPiece(value.piece, value.json, readValue);
}

/** A text that is one value, which is undefined for what is no JSON. */
export interface OneValue {
  readonly piece: Piece;
  readonly json: { readonly value: unknown } | undefined;
}

/** The content of a file as one value, also one that is broken; undefined where it rather has one value a line. Never throws. */
export function findOneValue(content: Uint8Array): OneValue | undefined {
  const piece = createPiece(content, 1);
  const json = findJson(piece.text);
  return json === undefined && holdsLines(piece.text) ? undefined : { piece, json };
}

/** Tells whether a text that is not one JSON value is rather one value a line: the first or the second line is one. */
function holdsLines(text: string): boolean {
  const [first = '', second = ''] = firstLines(text);
  if (isTornCapture(first) || isRecord(findJson(first)?.value)) return true;
  // An array over lines, with an element on the second, is an array that is broken somewhere.
  return !first.trimStart().startsWith('[') && isRecord(findJson(second)?.value);
}

/** The first two lines that hold something. */
function firstLines(text: string): readonly string[] {
  const found: string[] = [];
  for (let start = 0; start < text.length && found.length < 2; ) {
    const feed = text.indexOf('\n', start);
    const end = feed === -1 ? text.length : feed;
    const line = text.slice(start, end);
    if (!isBlank(line)) found.push(line);
    start = end + 1;
  }
  return found;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** The lines that hold something. Never throws. */
function* splitLines(bytes: Uint8Array): Generator<Piece> {
  let startLine = 1;
  for (let start = 0; start < bytes.length; startLine += 1) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed === -1 ? bytes.length : feed;
    const piece = createPiece(trimReturn(bytes.subarray(start, end)), startLine);
    if (!isBlank(piece.text)) yield piece;
    start = end + 1;
  }
}

/** A line without the carriage return of Windows at its end. Never throws. */
export function trimReturn(line: Uint8Array): Uint8Array {
  return line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
}

/** The faults of a piece, and the records of its value. Never throws. */
export function* readPiece<Item>(
  piece: Piece,
  json: { readonly value: unknown } | undefined,
  readValue: ReadValue<Item>,
): Generator<Entry | Item> {
  const source = { piece, root: [] };
  const isTorn = json === undefined && isTornCapture(piece.text);
  for (const bad of findBadBytes(piece)) {
    // That a character was cut off is part of the capture's being torn.
    if (!(isTorn && bad.isCut)) yield { kind: 'bad_byte', source, bad };
  }
  if (json !== undefined) yield* readValue(source, json.value);
  else yield { kind: isTorn ? 'torn' : 'not_json', source };
}

function* splitValue(source: Source, value: unknown, decodeCapture: DecodeCapture): Generator<Entry> {
  if (!Array.isArray(value)) {
    yield toEntry(source, value, decodeCapture);
    return;
  }
  for (const [index, element] of value.entries()) {
    yield toEntry({ ...source, root: [index] }, element, decodeCapture);
  }
}

/** One value as a capture, a broken capture or a payload. Never throws. */
export function toEntry(source: Source, value: unknown, decodeCapture: DecodeCapture): Entry {
  const decoded = decodeCapture(value);
  if (decoded.kind === 'capture') return { kind: 'capture', source, capture: decoded.capture };
  if (decoded.kind === 'invalid')
    return { kind: 'invalid_capture', source, problem: decoded.problem, path: decoded.path };
  return { kind: 'payload', source, value };
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

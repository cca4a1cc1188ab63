import { toBuffer } from '../../bytes.ts';
import { findOneValue, readPiece, trimReturn } from '../../capture/records.ts';
import { type InputForm, PART_BYTES } from '../../json/cut.ts';
import { EXCESSIVE, isExcessive } from '../../json/excess.ts';
import { createPiece, skipMark } from '../../json/piece.ts';
import { columnBehind, countFeeds, type Place } from '../../json/places.ts';
import { findJson, isBlank } from '../../json/scan.ts';
import { explainSyntaxError } from '../../json/syntax-error.ts';
import { mergeSeen } from '../coverage/seen.ts';
import { BEGINNING, findWideEncoding, MARKED, tellReturns, toWideFinding } from './byte-rules.ts';
import { checkElements } from './check-elements.ts';
import { EMPTY } from './empty.ts';
import { createFastPath, type FastPath } from './fast-path.ts';
import type { CheckSettings, Part, PartResult } from './part.ts';
import { createPartTally, type PartTally } from './part-tally.ts';
import type { RecordChecker } from './record-checker.ts';
import type { RecordReaders } from './record-readers.ts';
import { createRecordReading, type RecordReading } from './records.ts';

/** What a part is checked with. */
export interface PartCheck {
  readonly settings: CheckSettings;
  /** A new one for each part. */
  readonly checker: RecordChecker;
  readonly readers: RecordReaders;
}

/** Everything there is to say about a part of an input. It depends on nothing else. Never throws. */
export function checkPart(part: Part, { settings, checker, readers }: PartCheck): PartResult {
  const { levels, nowMs, as } = settings;
  const bytes = part.part === 0 ? skipMark(part.bytes) : part.bytes;
  const feeds = countFeeds(bytes);
  const end = { line: feeds + 1, column: columnBehind(bytes, part.column) };
  const all = createPartTally(checker, levels);
  const tally = part.problem?.code === 'packed_damaged' ? withCutEnd(all, end) : all;
  const reading = createRecordReading(as, readers);
  const readValue = part.form === 'elements' ? reading.readElement : reading.readValue;
  // What the shape of an event tells is not asked of what is clean.
  const mayBeClean = mayBePayload(as) && levels.superseded_revision === 'off';
  const fastPath = createFastPath({ bytes, nowMs, checker, tally, readValue, mayBeClean });
  if (bytes.length < part.bytes.length) tally.tell(MARKED, BEGINNING);
  if (levels.carriage_return !== 'off') tellReturns(bytes, part.column, tally);
  // Its later parts are that as well.
  const wide = findWideEncoding(bytes);
  if (wide === undefined) checkContent();
  else if (part.part === 0) tellAll(toWideFinding(wide), tally);
  if (part.problem !== undefined) tally.tell(part.problem, end);
  const isEmpty = part.problem === undefined && tally.payloads() === 0;
  if (isEmpty && isAll(part)) tally.tell(EMPTY, BEGINNING);
  const result = tally.result();
  const seen = mergeSeen(result.seen, fastPath.seen());
  const lines = feeds + (part.skippedLines ?? 0);
  return { input: part.input, part: part.part, lines, isEmpty: isEmpty && !isAll(part), ...result, seen };

  function checkContent(): void {
    switch (part.form) {
      case 'document':
        if (fastPath.isClean(0, isFollowedByNothing)) fastPath.take(1, 1);
        else if (isExcessive(bytes)) tellAll(EXCESSIVE, tally);
        else if (!checkValue(bytes, as, { tally, reading })) checkLines(bytes, fastPath);
        break;
      case 'lines':
        checkLines(bytes, fastPath);
        break;
      case 'elements':
        checkElements(bytes, part.column, { fastPath, tally });
    }
  }
}

/** White space is nothing. */
function isFollowedByNothing(bytes: Uint8Array, at: number): boolean {
  return isBlank(toBuffer(bytes.subarray(at)).toString('latin1'));
}

/** It may hold payloads, and is not empty. */
function tellAll(text: Parameters<PartTally['tell']>[0], tally: PartTally): void {
  tally.addClean();
  tally.tell(text, BEGINNING);
}

/** A part of lines that others follow is longer. */
function isAll({ part, form, bytes }: Part): boolean {
  return part === 0 && (form === 'document' || bytes.length < PART_BYTES);
}

function mayBePayload(as: InputForm | undefined): boolean {
  return as !== 'capture' && as !== 'har' && as !== 'svix';
}

interface Reader {
  readonly tally: PartTally;
  readonly reading: RecordReading;
}

/** Checks content that is one value; false where it is rather lines. */
function checkValue(bytes: Uint8Array, as: InputForm | undefined, { tally, reading }: Reader): boolean {
  const isOne = as === 'json' || as === 'har';
  const found = isOne ? toOneValue(bytes) : findOneValue(bytes);
  if (found === undefined) return false;
  const { piece, json } = found;
  if (isBlank(piece.text)) return true;
  for (const record of readPiece(piece, json, reading.readValue)) tally.add(record);
  return true;
}

function toOneValue(bytes: Uint8Array) {
  const piece = createPiece(bytes, 1);
  return { piece, json: findJson(piece.text) };
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Checks lines of NDJSON. Never throws. */
function checkLines(bytes: Uint8Array, fastPath: FastPath): void {
  const buffer = toBuffer(bytes);
  let line = 1;
  for (let at = 0; at < bytes.length; line += 1) {
    if (fastPath.isClean(at, isLineEnd)) {
      fastPath.take(line, 1);
      const end = fastPath.end();
      at = bytes[end] === CARRIAGE_RETURN ? end + 2 : end + 1;
      continue;
    }
    const feed = buffer.indexOf(LINE_FEED, at);
    const end = feed === -1 ? bytes.length : feed;
    const text = trimReturn(bytes.subarray(at, end));
    fastPath.check({ from: at, to: at + text.length, line, column: 1 });
    at = end + 1;
  }
}

/** A carriage return at the end of everything is one of Windows, whose line feed was lost. */
function isLineEnd(bytes: Uint8Array, at: number): boolean {
  if (at === bytes.length || bytes[at] === LINE_FEED) return true;
  return bytes[at] === CARRIAGE_RETURN && (at + 1 === bytes.length || bytes[at + 1] === LINE_FEED);
}

/**
 * A tally of what was cut off by damage: that its last record ends too early follows from that, and is not told besides.
 * It is counted all the same.
 */
function withCutEnd(tally: PartTally, end: Place): PartTally {
  const add: PartTally['add'] = (record) => {
    if (record.kind !== 'not_json') return tally.add(record);
    const { line, column } = explainSyntaxError(record.source);
    if (line === end.line && column === end.column) tally.addClean();
    else tally.add(record);
  };
  return { ...tally, add };
}

import { PAGE_BYTES } from './payload.ts';
import { addToSums, START, type Sums, sumsAt } from './wal-sums.ts';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const FRAME_BYTES = FRAME_HEADER_BYTES + PAGE_BYTES;
const MAGIC = 0x377f0682;
const VOTERS = 7;

/** One page that was to be written over the file. */
export interface Frame {
  readonly page: number;
  /** Where its bytes begin. */
  readonly at: number;
}

/** A write-ahead log. */
export interface Log {
  /** What SQLite would take from it: all up to the last commit before the first byte that is wrong. */
  readonly committed: readonly Frame[];
  /** What comes after that, and may still be whole. */
  readonly doubtful: readonly Frame[];
}

/** Gives so many bytes at a place, fewer at the end. */
export type ReadBytes = (at: number, bytes: number) => Uint8Array;

interface RawFrame extends Frame {
  readonly salts: string;
  readonly isCommit: boolean;
}

/**
 * Reads a write-ahead log, in the order in which it was written. What was written before the log last began anew is left
 * out: it has other salts. Never throws. Source: sqlite.org/fileformat2.html, section 4.
 */
export function readLog(length: number, read: ReadBytes): Log {
  const frames: RawFrame[] = [];
  for (let at = HEADER_BYTES; at + FRAME_HEADER_BYTES < length; at += FRAME_BYTES) {
    const header = read(at, FRAME_HEADER_BYTES);
    if (header.length < FRAME_HEADER_BYTES) break;
    frames.push(toFrame(at, viewOf(header)));
  }
  const header = read(0, HEADER_BYTES);
  const salts = chooseSalts(findSalts(header), frames);
  // One with wrong salts between right ones has been damaged; those behind the last right one are old.
  const current = frames.slice(0, frames.findLastIndex((frame) => frame.salts === salts) + 1);
  const sound = current.slice(0, countSound(header, current, read));
  const end = sound.findLastIndex(({ isCommit }) => isCommit) + 1;
  return { committed: current.slice(0, end), doubtful: current.slice(end) };
}

function toFrame(at: number, view: DataView): RawFrame {
  return {
    page: view.getUint32(0),
    at: at + FRAME_HEADER_BYTES,
    salts: saltsAt(view, 8),
    isCommit: view.getUint32(4) !== 0,
  };
}

/** Each checksum goes on from the one before it, so that the first wrong byte makes all that follows doubtful. */
function countSound(header: Uint8Array, frames: readonly RawFrame[], read: ReadBytes): number {
  const ofHeader = findSalts(header);
  if (ofHeader === undefined) return 0;
  const isBigEndian = (viewOf(header).getUint32(0) & 1) === 1;
  let sums: Sums = addToSums(START, header.subarray(0, 24), isBigEndian);
  if (!isSame(sums, sumsAt(viewOf(header), 24))) return 0;
  for (const [index, { at, salts }] of frames.entries()) {
    const frame = read(at - FRAME_HEADER_BYTES, FRAME_BYTES);
    if (frame.length < FRAME_BYTES || salts !== ofHeader) return index;
    sums = addToSums(sums, frame.subarray(0, 8), isBigEndian);
    sums = addToSums(sums, frame.subarray(FRAME_HEADER_BYTES), isBigEndian);
    if (!isSame(sums, sumsAt(viewOf(frame), 16))) return index;
  }
  return frames.length;
}

function isSame([one, two]: Sums, [first, second]: Sums): boolean {
  return one === first && two === second;
}

/** Those that the header and the first frame agree on; where one of them is damaged, most of the next frames decide. */
function chooseSalts(ofHeader: string | undefined, frames: readonly RawFrame[]): string | undefined {
  const first = frames[0]?.salts;
  if (first === undefined || first === ofHeader) return ofHeader;
  const votes = frames.slice(0, VOTERS).map(({ salts }) => salts);
  const countOf = (salts: string) => votes.filter((vote) => vote === salts).length;
  return votes.reduce((best, salts) => (countOf(salts) > countOf(best) ? salts : best));
}

function findSalts(header: Uint8Array): string | undefined {
  if (header.length < HEADER_BYTES) return undefined;
  const view = viewOf(header);
  return (view.getUint32(0) & ~1) >>> 0 === MAGIC ? saltsAt(view, 16) : undefined;
}

function saltsAt(view: DataView, at: number): string {
  return `${view.getUint32(at)} ${view.getUint32(at + 4)}`;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

import { escapeUnseen } from '../core/unseen.ts';
import type { OutputRecord } from './records.ts';

/** Text for one of the two streams. */
export interface Piece {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** Turns records into text. May hold a record back until the one that completes it comes. Never throws. */
export type Renderer = (record: OutputRecord) => readonly Piece[];

/** One line of JSON a record: results to stdout, notices and errors to stderr. */
export function createNdjsonRenderer(): Renderer {
  return (record) => [{ stream: streamOf(record), text: `${toSafeJson(record)}\n` }];
}

/** Where a record belongs in every form of output. */
export function streamOf(record: OutputRecord): 'stdout' | 'stderr' {
  return record.type === 'notice' || record.type === 'error' ? 'stderr' : 'stdout';
}

/**
 * JSON that reads back as the same, and shows what is unseen as \uXXXX. `indent`: the spaces of a level; on one line without
 * it. Never throws for plain data.
 */
export function toSafeJson(value: object, indent?: number): string {
  return escapeUnseen(JSON.stringify(value, null, indent));
}

import type { OutputRecord } from './records.ts';

/** Text for one of the two streams. */
export interface Piece {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** Turns records into text. May hold a record back until the one that completes it comes. Never throws. */
export type Renderer = (record: OutputRecord) => readonly Piece[];

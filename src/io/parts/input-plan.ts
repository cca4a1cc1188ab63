import type { PartForm } from '../../core/json/cut.ts';
import type { Part } from '../../core/validation/parts/part.ts';

/** An input and how people know it. */
export interface InputName {
  /** Its index among all inputs. */
  readonly input: number;
  readonly name: string;
}

/** A named file, and how people know it. */
export interface FileInput extends InputName {
  /** Where it is; absolute. */
  readonly path: string;
}

/** A file that is read and checked whole, by `readFileParts`: a plain one, or a short one that may be packed. Plain data. */
export interface FilePlan extends FileInput {
  readonly kind: 'file';
  /** In bytes, as far as is known. */
  readonly size: number;
  readonly form: Extract<PartForm, 'document' | 'lines'>;
}

/** Plain NDJSON, of which each part is read by itself, by `readRange`. Plain data. */
export interface RangesPlan extends FileInput {
  readonly kind: 'ranges';
  readonly size: number;
  /** How many parts it has. */
  readonly parts: number;
}

/** What can only be read from beginning to end. */
export interface StreamPlan extends InputName {
  readonly kind: 'stream';
  /** In bytes, where that is known: not of a pipe, and not of what is packed. */
  readonly size?: number;
  /** Reads it; to be called once. What cannot be read is told in the last part: it never throws. */
  readonly open: () => AsyncIterable<Part>;
}

/** How an input is read. */
export type InputPlan = FilePlan | RangesPlan | StreamPlan;

import { basename } from 'node:path';
import type { Capture } from '../../core/capture/capture.ts';
import type { JudgeThen } from '../../core/capture/from-har.ts';
import { type Entry, splitDocument } from '../../core/capture/records.ts';
import { loadCaptureDecoder } from '../capture-decoder.ts';
import { lineOf, toProblem } from '../skipped-entry.ts';

/** What a file gives to import. */
export interface Imported {
  readonly captures: readonly Capture[];
  /** Entries of a HAR that are no webhook. */
  readonly ignored: number;
  /** Why they are none: one sentence for each reason, which begins with the `file:line` of the first. */
  readonly reasons: readonly string[];
  /** What could not be read: one sentence each that begins with `file:line`. */
  readonly bad: readonly string[];
}

/** Reads captures, or the entries of a HAR. Never throws: what is wrong with a file is part of the answer. */
export async function readImport(bytes: Uint8Array, file: string, judgeThen: JudgeThen): Promise<Imported> {
  const { findHar } = await import('../../core/capture/from-har.ts');
  const har = findHar(bytes, file, judgeThen);
  if (har === undefined) return readCaptures(bytes, file);
  return { ...har, captures: har.captures.map(({ capture }) => capture) };
}

async function readCaptures(bytes: Uint8Array, file: string): Promise<Imported> {
  const captures: Capture[] = [];
  const bad: string[] = [];
  let spoilt: Entry['source']['piece'] | undefined;
  for (const entry of splitDocument(bytes, basename(file), await loadCaptureDecoder(bytes))) {
    const { piece } = entry.source;
    // What stands for a bad byte would be kept as if it had come: nothing of its line is taken.
    if (piece === spoilt) continue;
    if (entry.kind === 'capture') captures.push(entry.capture);
    else {
      if (entry.kind === 'bad_byte') spoilt = piece;
      bad.push(`${file}:${lineOf(entry)}: ${toProblem(entry)}`);
    }
  }
  return { captures, bad, reasons: [], ignored: 0 };
}

import { basename } from 'node:path';
import type { Capture } from '../../core/capture/capture.ts';
import { createLocator, explainSyntaxError } from '../../core/document/locate.ts';
import { type Entry, splitDocument } from '../../core/document/split.ts';
import type { JudgeThen } from '../../core/har/from-har.ts';
import { loadCaptureDecoder } from '../capture-decoder.ts';

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
  const { findHar } = await import('../../core/har/read-har.ts');
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

function lineOf({ source }: Entry): number {
  return source.root.length === 0 ? source.piece.startLine : createLocator(source).placeOf([]).line;
}

function toProblem(entry: Exclude<Entry, { readonly kind: 'capture' }>): string {
  switch (entry.kind) {
    case 'payload':
      return 'This is a payload and no capture: it has no headers. It is skipped.';
    case 'invalid_capture':
      return `${entry.problem} It is skipped.`;
    case 'torn':
      return 'This capture was cut off while it was written, and is skipped.';
    case 'not_json':
      return `This is not JSON: ${explainSyntaxError(entry.source).problem}. It is skipped.`;
    case 'bad_byte':
      return `This is not UTF-8: byte ${entry.bad.byte}. It is skipped.`;
  }
}

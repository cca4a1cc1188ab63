import type { Entry } from '../core/capture/records.ts';
import { createLocator } from '../core/json/locate.ts';
import { explainSyntaxError } from '../core/json/syntax-error.ts';

/** The line of a file on which an entry begins. Never throws. */
export function lineOf({ source }: Entry): number {
  return source.root.length === 0 ? source.piece.startLine : createLocator(source).placeOf([]).line;
}

/** The reason for which an entry is no capture, as a sentence. Never throws. */
export function toProblem(entry: Exclude<Entry, { readonly kind: 'capture' }>): string {
  switch (entry.kind) {
    case 'payload':
      return 'This is a payload, not a capture: it has no headers. It is skipped.';
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

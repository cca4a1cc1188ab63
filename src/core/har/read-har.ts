import type { Capture } from '../capture/capture.ts';
import { findBodyText } from '../delivery/body.ts';
import { createLocator } from '../document/locate.ts';
import { findJson } from '../document/parse-json.ts';
import { createPiece, skipMark } from '../document/piece.ts';
import { findHarEntries, type JudgeThen, type Lack, readHarEntry } from './from-har.ts';

/** A delivery of a HAR, and the line on which its entry begins. */
export interface HarCapture {
  readonly capture: Capture;
  readonly line: number;
}

/** What a HAR holds. */
export interface HarContent {
  readonly captures: readonly HarCapture[];
  /** Entries that are no webhook. */
  readonly ignored: number;
  /** Why they are none: one sentence for each reason, which begins with the `file:line` of the first. */
  readonly reasons: readonly string[];
  /** What could not be read: one sentence each that begins with `file:line`. */
  readonly bad: readonly string[];
}

/** The deliveries of a HAR in their order; undefined for any other file. Never throws. */
export function findHar(bytes: Uint8Array, file: string, judgeThen: JudgeThen): HarContent | undefined {
  const entries = findHarEntries(findJson(findBodyText(skipMark(bytes)) ?? '')?.value);
  if (entries === undefined) return undefined;
  const locator = createLocator({ piece: createPiece(skipMark(bytes), 1), root: [] });
  const lineOf = (index: number) => locator.placeOf(['log', 'entries', index]).line;
  const captures: HarCapture[] = [];
  const bad: string[] = [];
  const others = new Map<Lack, readonly number[]>();
  for (const [index, entry] of entries.entries()) {
    const reading = readHarEntry(entry, judgeThen);
    if (reading.kind === 'capture') captures.push({ capture: reading.capture, line: lineOf(index) });
    if (reading.kind === 'invalid') bad.push(`${file}:${lineOf(index)}: ${reading.problem}`);
    if (reading.kind === 'other') others.set(reading.lacks, [...(others.get(reading.lacks) ?? []), index]);
  }
  const reasons = [...others].map(
    ([lacks, [first = 0, ...rest]]) => `${file}:${lineOf(first)}: ${toReason(lacks, rest.length)}`,
  );
  return { captures, bad, reasons, ignored: entries.length - captures.length - bad.length };
}

function toReason(lacks: Lack, more: number): string {
  const what =
    lacks === 'post'
      ? 'no POST request, as every webhook is'
      : 'a POST request without request.postData.text, so that its body is not known';
  return `This entry is ${what}. It is ignored${more === 0 ? '' : `, and so ${more === 1 ? 'is 1' : `are ${more}`} more like it`}.`;
}

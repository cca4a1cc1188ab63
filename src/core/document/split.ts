import type { Capture } from '../capture/capture.ts';
import type { Decoded } from '../capture/decode.ts';
import type { PathStep } from '../events/finding.ts';

/** A piece of a file and where it begins, so that a place inside can be found later, when there is something to say of it. */
export interface Source {
  /** JSON text: the whole file, or one line of it. */
  readonly text: string;
  /** The line of the file, from 1, on which the text begins. */
  readonly startLine: number;
  /** From the text's root to the record: an index where the text is an array of records. */
  readonly root: readonly PathStep[];
}

/** One thing that a file holds. */
export type Entry =
  | { readonly kind: 'payload'; readonly source: Source; readonly value: unknown }
  | { readonly kind: 'capture'; readonly source: Source; readonly capture: Capture }
  | {
      readonly kind: 'invalid_capture';
      readonly source: Source;
      readonly problem: string;
      readonly path: readonly PathStep[];
    }
  /** A capture whose writer was stopped in the middle. */
  | { readonly kind: 'torn'; readonly source: Source }
  | { readonly kind: 'not_json'; readonly source: Source };

/** Reads a line as a capture. Passed in, so that files without captures never load its schema. */
export type DecodeCapture = (line: string) => Decoded;

/**
 * The records of a file in their order: one JSON value, the elements of an array, or the lines of NDJSON. The form is
 * told from the content, and by the ending `.ndjson` or `.jsonl`. White space alone holds nothing. Never throws.
 * @param text The file without a byte order mark.
 */
export function* splitDocument(text: string, file: string, decodeCapture: DecodeCapture): Generator<Entry> {
  const whole = isLines(file) ? undefined : parseJson(text);
  if (whole !== undefined) yield* splitValue({ text, startLine: 1, root: [] }, whole.value, decodeCapture);
  else if (isLines(file) || holdsLines(text)) yield* splitLines(text, decodeCapture);
  else if (text.trim() !== '') yield { kind: 'not_json', source: { text, startLine: 1, root: [] } };
}

/** Whether the text, which is not one JSON value, is rather one value a line: the first or the second line is one. */
function holdsLines(text: string): boolean {
  const [first = '', second = ''] = text
    .slice(0, PEEK_CHARACTERS)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return [first, second].some((line) => isRecord(parseJson(line)?.value)) || isCaptureText(first);
}

const PEEK_CHARACTERS = 4_194_304;

function* splitLines(text: string, decodeCapture: DecodeCapture): Generator<Entry> {
  let startLine = 0;
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const end = feed === -1 ? text.length : feed;
    const line = text.slice(start, text[end - 1] === '\r' ? end - 1 : end);
    startLine += 1;
    start = end + 1;
    if (line.trim() !== '') yield* splitLine({ text: line, startLine, root: [] }, decodeCapture);
  }
}

function* splitLine(source: Source, decodeCapture: DecodeCapture): Generator<Entry> {
  const json = parseJson(source.text);
  if (json !== undefined) yield* splitValue(source, json.value, decodeCapture);
  else if (isCaptureText(source.text) && decodeCapture(source.text).kind === 'torn')
    yield { kind: 'torn', source };
  else yield { kind: 'not_json', source };
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

function toEntry(source: Source, value: unknown, decodeCapture: DecodeCapture): Entry {
  if (!isRecord(value) || !Object.hasOwn(value, 'capture')) return { kind: 'payload', source, value };
  // A capture may have been laid out over lines since: its line is made anew.
  const decoded = decodeCapture(JSON.stringify(value));
  if (decoded.kind === 'capture') return { kind: 'capture', source, capture: decoded.capture };
  if (decoded.kind === 'invalid')
    return { kind: 'invalid_capture', source, problem: decoded.problem, path: decoded.path };
  return { kind: 'payload', source, value };
}

function isLines(file: string): boolean {
  return /\.(?:ndjson|jsonl)$/i.test(file);
}

function isCaptureText(line: string): boolean {
  return line.startsWith('{"c');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

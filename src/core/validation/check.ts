import { findBodyText } from '../delivery/body.ts';
import type { Entry, Source } from '../document/split.ts';
import type { PathStep, PayloadFindingCode } from '../events/finding.ts';
import type { Inspection } from '../events/inspect.ts';

/** Everything that `validate` can say. Published; never renamed. */
export type FindingCode =
  | PayloadFindingCode
  | 'not_json'
  | 'not_utf8'
  | 'empty'
  | 'torn_capture'
  | 'capture_invalid'
  | 'body_not_json';

/** A finding whose place is known as a path, not yet as a line. */
export interface UnplacedFinding {
  readonly code: FindingCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly source: Source;
  /** From the record to the value in the file: that of a capture leads to its body. */
  readonly place: readonly PathStep[];
  /** From the payload to the value. */
  readonly path: readonly PathStep[];
  readonly event: string | null;
  readonly expected?: string;
  readonly actual?: string;
}

/** Inspects a parsed payload. Passed in, so that this file does not load the schemas. */
export type Inspect = (value: unknown) => Inspection;

/** What there is to say about one record of a file. Never throws. */
export function checkEntry(entry: Entry, inspect: Inspect): readonly UnplacedFinding[] {
  const { source } = entry;
  const whole = { severity: 'error', source, place: [], path: [], event: null } as const;
  switch (entry.kind) {
    case 'payload':
      return toFindings(inspect(entry.value), source, (path) => path);
    case 'capture':
      return checkBody(entry.capture.delivery.body, source, inspect);
    case 'invalid_capture':
      return [
        { ...whole, code: 'capture_invalid', place: entry.path, path: entry.path, message: entry.problem },
      ];
    case 'torn':
      return [
        {
          ...whole,
          code: 'torn_capture',
          severity: 'warning',
          message: 'This capture was cut off while it was written, and is skipped.',
        },
      ];
    case 'not_json':
      return [{ ...whole, code: 'not_json', message: 'This is not JSON.' }];
  }
}

function checkBody(body: Uint8Array, source: Source, inspect: Inspect): readonly UnplacedFinding[] {
  const text = findBodyText(body);
  const json = text === undefined ? undefined : parseJson(text);
  if (json !== undefined) return toFindings(inspect(json.value), source, () => ['bodyText']);
  const place = [text === undefined ? 'bodyBase64' : 'bodyText'];
  const message =
    text === undefined ? 'The captured body is not UTF-8 text.' : 'The captured body is not JSON.';
  return [{ code: 'body_not_json', severity: 'error', message, source, place, path: [], event: null }];
}

function toFindings(
  inspection: Inspection,
  source: Source,
  placeOf: (path: readonly PathStep[]) => readonly PathStep[],
): readonly UnplacedFinding[] {
  const event = inspection.eventKind ?? null;
  return inspection.findings.map((finding) => ({ ...finding, source, place: placeOf(finding.path), event }));
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

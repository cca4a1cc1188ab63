import type { Capture } from '../capture/capture.ts';
import { findBodyText } from '../delivery/body.ts';
import { createLocator, explainSyntaxError } from '../document/locate.ts';
import { findJson } from '../document/parse-json.ts';
import type { Place } from '../document/places.ts';
import type { Entry, Source } from '../document/split.ts';
import type { PathStep } from '../events/finding.ts';
import type { Inspection } from '../events/inspect.ts';
import type { Finding } from './finding.ts';

/** Inspects a parsed payload. Passed in, so that this file does not load the schemas. */
export type Inspect = (value: unknown) => Inspection;

/** What is wrong with the signature of a capture, or undefined. Passed in, because it takes secrets. */
export type ExplainSignature = (capture: Capture) => string | undefined;

const WHOLE = { severity: 'error', path: [], event: null } as const;

/** What there is to say about one record of a file, in the order of the places. Never throws. */
export function checkEntry(
  entry: Entry,
  inspect: Inspect,
  explainSignature: ExplainSignature,
): readonly Finding[] {
  const { source } = entry;
  switch (entry.kind) {
    case 'payload':
      return placeFindings(inspect(entry.value), source, (path) => path);
    case 'capture':
      return [
        ...checkSignature(entry.capture, source, explainSignature),
        ...checkBody(entry.capture.delivery.body, source, inspect),
      ];
    case 'invalid_capture': {
      const { path, problem } = entry;
      return [{ ...WHOLE, ...placeOf(source, path), code: 'capture_invalid', path, message: problem }];
    }
    case 'torn': {
      const message = 'This capture was cut off while it was written, and is skipped.';
      return [{ ...WHOLE, ...placeOf(source, []), code: 'torn_capture', severity: 'warning', message }];
    }
    case 'not_json': {
      const { problem, ...place } = explainSyntaxError(source);
      return [{ ...WHOLE, ...place, code: 'not_json', message: `This is not JSON: ${problem}.` }];
    }
    case 'bad_byte': {
      const { byte, place } = entry.bad;
      const message = `Byte ${byte} is not UTF-8, in which JSON is always written.`;
      return [{ ...WHOLE, ...place, code: 'not_utf8', message }];
    }
  }
}

function checkSignature(capture: Capture, source: Source, explain: ExplainSignature): readonly Finding[] {
  const message = explain(capture);
  if (message === undefined) return [];
  return [{ ...WHOLE, ...placeOf(source, ['headers']), code: 'signature_invalid', message }];
}

function placeOf(source: Source, path: readonly PathStep[]): Place {
  return createLocator(source).placeOf(path);
}

function checkBody(body: Uint8Array, source: Source, inspect: Inspect): readonly Finding[] {
  const text = findBodyText(body);
  const json = text === undefined ? undefined : findJson(text);
  if (json !== undefined) return placeFindings(inspect(json.value), source, () => ['bodyText']);
  const place = placeOf(source, [text === undefined ? 'bodyBase64' : 'bodyText']);
  const message =
    text === undefined ? 'The captured body is not UTF-8 text.' : 'The captured body is not JSON.';
  return [{ ...WHOLE, ...place, code: 'body_not_json', message }];
}

function placeFindings(
  { findings, eventKind }: Inspection,
  source: Source,
  toSourcePath: (path: readonly PathStep[]) => readonly PathStep[],
): readonly Finding[] {
  if (findings.length === 0) return [];
  const { placeOf } = createLocator(source);
  return findings
    .map((finding) => ({ ...finding, ...placeOf(toSourcePath(finding.path)), event: eventKind ?? null }))
    .sort((one, other) => one.line - other.line || one.column - other.column);
}

import type { Capture } from '../capture/capture.ts';
import { findBodyText } from '../delivery/body.ts';
import { createLocator, explainSyntaxError } from '../document/locate.ts';
import { findJson } from '../document/parse-json.ts';
import { type PlacedText, toPlacedBody, toPlacedText } from '../document/placed-text.ts';
import type { CapturePlaces, Entry, Source } from '../document/split.ts';
import type { PathStep } from '../events/finding.ts';
import type { Inspection } from '../events/inspect.ts';
import { maskFreeText } from '../events/masking.ts';
import { toEventKind } from '../events/payload.ts';
import { shorten } from '../events/wording.ts';
import { type CaptureRemark, findBadAnswers, findSignatureTime } from './capture-rules.ts';
import type { Remark } from './levels.ts';
import { type Company, findInCompany } from './payload-rules.ts';
import type { Levels } from './rules.ts';
import { findInText, type TextRules } from './text-rules.ts';

/** Inspects a parsed payload. Passed in, so that this file does not load the schemas. */
export type Inspect = (value: unknown) => Inspection;

/** What is wrong with the signature of a capture, or undefined. Passed in, because it takes secrets. */
export type ExplainSignature = (capture: Capture) => string | undefined;

/** What records are checked with. */
export interface Scene {
  readonly levels: Levels;
  readonly textRules: TextRules;
  readonly inspect: Inspect;
  readonly explainSignature: ExplainSignature;
  /** What is known beside a payload, which came with a capture or by itself. */
  readonly companyOf: (capture: Capture | undefined) => Company;
}

const WHOLE = { path: [], event: null } as const;

/** What there is to say about one record of a file, in the order of the places; also by rules that are off. Never throws. */
export function remarkOn(entry: Entry, scene: Scene): readonly Remark[] {
  const { source } = entry;
  const placeOf = (path: readonly PathStep[]) => createLocator(source).placeOf(path);
  switch (entry.kind) {
    case 'payload':
      return inOrder(
        remarkOnPayload(entry.value, toPlacedText(source), { scene, company: scene.companyOf(undefined) }),
      );
    case 'capture':
      return [...checkSignature(entry, explainSignature), ...checkBody(entry, inspect)];
    case 'invalid_capture': {
      const { path, problem } = entry;
      return [{ ...WHOLE, ...placeOf(path), code: 'capture_invalid', path, message: problem }];
    }
    case 'torn': {
      const message = 'This capture was cut off while it was written, and is skipped.';
      return [{ ...WHOLE, ...placeOf([]), code: 'torn_capture', message }];
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

type CaptureEntry = Extract<Entry, { readonly kind: 'capture' }>;

function checkSignature(
  { capture, source, places }: CaptureEntry,
  explain: ExplainSignature,
): readonly Finding[] {
  const message = explain(capture);
  if (message === undefined) return [];
  return [
    { ...WHOLE, ...placeOf(source, places?.headers ?? ['headers']), code: 'signature_invalid', message },
  ];
}

function inOrder(remarks: readonly Remark[]): readonly Remark[] {
  return remarks.toSorted((one, other) => one.line - other.line || one.column - other.column);
}

function checkBody({ capture, source, places }: CaptureEntry, inspect: Inspect): readonly Finding[] {
  const text = findBodyText(capture.delivery.body);
  const path = places?.body ?? [text === undefined ? 'bodyBase64' : 'bodyText'];
  const json = text === undefined ? undefined : findJson(text);
  if (json !== undefined) return placeFindings(inspect(json.value), source, () => path);
  const place = placeOf(source, path);
  const message =
    text === undefined ? 'The captured body is not UTF-8 text.' : 'The captured body is not JSON.';
  return [{ ...WHOLE, ...place, code: 'body_not_json', message }];
}

/** Of what is around the body only its keys matter: its numbers are our own, and its headers are the sender's. */
const ONLY_KEYS = { number_imprecise: false, personal_data: false };

function remarkOnSignature(
  capture: Capture,
  places: CapturePlaces,
  { levels, explainSignature }: Scene,
): readonly CaptureRemark[] {
  // Finding out why it does not hold takes long.
  const message = levels.signature_invalid === 'off' ? undefined : explainSignature(capture);
  return [
    ...(message === undefined ? [] : [{ code: 'signature_invalid', path: places.headers, message } as const]),
    ...(levels.signature_time === 'off' ? [] : findSignatureTime(capture, places)),
  ];
}

function notJson(text: string | undefined, path: readonly PathStep[]): CaptureRemark {
  const message =
    text === undefined ? 'The captured body is not UTF-8 text.' : 'The captured body is not JSON.';
  return { code: 'body_not_json', path, message };
}

import { Buffer } from 'node:buffer';
import type { PathStep } from '../json/places.ts';
import { findJson } from '../json/scan.ts';
import { CAPTURE_VERSION, type Capture, type Forwarding, isTornCapture } from './capture.ts';
import { captureLine } from './schema.ts';

/** Result of reading one line of a file. */
export type Decoded =
  | { readonly kind: 'capture'; readonly capture: Capture }
  /** The beginning of a capture: its writer was stopped in the middle. */
  | { readonly kind: 'torn' }
  | { readonly kind: 'not_capture' }
  /** `problem` is one sentence without any of the content; `path` is where in the line's JSON. */
  | { readonly kind: 'invalid'; readonly problem: string; readonly path: readonly PathStep[] };

/**
 * Reads one line of a capture file, without its line end. The delivery is exactly what was encoded.
 * Never throws: a bad line is an answer.
 */
export function decodeCapture(line: string): Decoded {
  const json = findJson(line);
  if (json !== undefined) return decodeCaptureValue(json.value);
  return { kind: isTornCapture(line) ? 'torn' : 'not_capture' };
}

/** Reads a parsed value as a capture, which it is meant to be when its first key says so. Never throws, at any depth. */
export function decodeCaptureValue(value: unknown): Decoded {
  return isMeantAsCapture(value) ? decodeVersion(value) : { kind: 'not_capture' };
}

function isMeantAsCapture(value: unknown): value is Readonly<Record<'capture', unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  // A loop, because the first key is wanted of perhaps a million.
  for (const key in value) return key === 'capture';
  return false;
}

function decodeVersion(value: Readonly<Record<'capture', unknown>>): Decoded {
  const version = value.capture;
  if (typeof version === 'number' && version > CAPTURE_VERSION) {
    return invalid(`The capture has version ${version}: a newer fp-webhooks wrote it, so update this one.`, [
      'capture',
    ]);
  }
  const { data, error } = captureLine.safeParse(value);
  if (data !== undefined) return { kind: 'capture', capture: toCapture(data) };
  const issue = error.issues[0];
  const path = (issue?.path ?? []).map((step) => (typeof step === 'number' ? step : String(step)));
  const place = path.length === 0 ? '' : ` at ${path.join('.')}`;
  return invalid(
    `The capture is not in the format of version ${CAPTURE_VERSION}${place}: ${issue?.message}.`,
    path,
  );
}

type Line = ReturnType<typeof captureLine.parse>;

function toCapture(line: Line): Capture {
  const { id, receivedAt, method, path, headers, verdict, answer, forwardings } = line;
  return {
    version: CAPTURE_VERSION,
    id,
    receivedAt,
    delivery: { method, path, headers, body: toBody(line) ?? new Uint8Array() },
    verdict,
    ...(answer && { answer }),
    ...(forwardings && { forwardings: forwardings.map(toForwarding) }),
  };
}

function toForwarding(line: NonNullable<Line['forwardings']>[number]): Forwarding {
  const { bodyText, bodyBase64, ...rest } = line;
  const body = toBody({ bodyText, bodyBase64 });
  return { ...rest, ...(body && { body }) };
}

function toBody({ bodyText, bodyBase64 }: EncodedBody): Uint8Array | undefined {
  if (bodyText !== undefined) return Buffer.from(bodyText, 'utf8');
  return bodyBase64 === undefined ? undefined : Buffer.from(bodyBase64, 'base64');
}

interface EncodedBody {
  readonly bodyText?: string | undefined;
  readonly bodyBase64?: string | undefined;
}

function invalid(problem: string, path: readonly PathStep[] = []): Decoded {
  return { kind: 'invalid', problem, path };
}

import { Buffer } from 'node:buffer';
import type { PathStep } from '../events/finding.ts';
import { CAPTURE_START, CAPTURE_VERSION, type Capture } from './capture.ts';
import { isCutOff } from './cut-off.ts';
import { captureLine } from './schema.ts';

/** What one line of a file turned out to be. */
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
  if (isShortStart(line)) return { kind: 'torn' };
  if (!/^\s*\{\s*"capture"\s*:/.test(line)) return { kind: 'not_capture' };
  const json = parseJson(line);
  if (json !== undefined) return decodeJson(json.value);
  return isCutOff(line) ? { kind: 'torn' } : invalid('The capture is not valid JSON.');
}

// `{` alone may begin any JSON, so that a torn capture is known from `{"c` on.
function isShortStart(line: string): boolean {
  return line.length >= 3 && CAPTURE_START.startsWith(line);
}

function parseJson(line: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(line) };
  } catch {
    return undefined;
  }
}

function decodeJson(value: unknown): Decoded {
  const version =
    typeof value === 'object' && value !== null && 'capture' in value ? value.capture : undefined;
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

function toCapture(line: ReturnType<typeof captureLine.parse>): Capture {
  const { id, receivedAt, method, path, headers, bodyText, bodyBase64, verdict, answer } = line;
  const body =
    bodyText === undefined ? Buffer.from(bodyBase64 ?? '', 'base64') : Buffer.from(bodyText, 'utf8');
  const delivery = { method, path, headers, body };
  return { version: CAPTURE_VERSION, id, receivedAt, delivery, verdict, ...(answer && { answer }) };
}

function invalid(problem: string, path: readonly PathStep[] = []): Decoded {
  return { kind: 'invalid', problem, path };
}

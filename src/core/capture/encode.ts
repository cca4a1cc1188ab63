import { findBodyText, toBuffer } from '../delivery/body.ts';
import { CAPTURE_VERSION, type Capture } from './capture.ts';

/**
 * One line of JSON for a capture, without the line feed. It begins with `{"capture":1`. The body is `bodyText` when it
 * is valid UTF-8 and `bodyBase64` otherwise, so that the exact bytes can be had back. Never throws.
 */
export function encodeCapture({ id, receivedAt, delivery, verdict, answer }: Capture): string {
  const { method, path, headers, body } = delivery;
  const text = findBodyText(body);
  const content = text === undefined ? { bodyBase64: toBuffer(body).toString('base64') } : { bodyText: text };
  // `capture` stands first: readers know the line by it.
  const line = {
    capture: CAPTURE_VERSION,
    id,
    receivedAt,
    method,
    path,
    headers,
    ...content,
    verdict,
    answer,
  };
  return escapeUnprintable(JSON.stringify(line));
}

// JSON allows these raw, but some readers break lines at them (Node's readline at U+2028) and terminals obey others.
function escapeUnprintable(json: string): string {
  return json.replace(/[\x7f-\x9f\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

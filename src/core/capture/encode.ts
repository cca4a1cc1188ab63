import { findBodyText, toBuffer } from '../delivery/body.ts';
import { escapeUnseen } from '../unseen.ts';
import { CAPTURE_VERSION, type Capture, type Forwarding } from './capture.ts';

/**
 * One line of JSON for a capture, without the line feed. It begins with `{"capture":1`. The body is `bodyText` when it
 * is valid UTF-8 and `bodyBase64` otherwise, so that the exact bytes can be had back. Never throws.
 */
export function encodeCapture({ id, receivedAt, delivery, verdict, answer, forwardings }: Capture): string {
  const { method, path, headers, body } = delivery;
  // `capture` stands first: readers know the line by it.
  const line = {
    capture: CAPTURE_VERSION,
    id,
    receivedAt,
    method,
    path,
    headers,
    ...encodeBody(body),
    verdict,
    answer,
    forwardings: forwardings?.map(encodeForwarding),
  };
  // JSON allows these raw, but some readers break lines at them (Node's readline at U+2028) and terminals obey others.
  return escapeUnseen(JSON.stringify(line));
}

function encodeForwarding({ body, ...rest }: Forwarding): object {
  return { ...rest, ...(body && encodeBody(body)) };
}

function encodeBody(body: Uint8Array): { readonly bodyText: string } | { readonly bodyBase64: string } {
  const text = findBodyText(body);
  return text === undefined ? { bodyBase64: toBuffer(body).toString('base64') } : { bodyText: text };
}

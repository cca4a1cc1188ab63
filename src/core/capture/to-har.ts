import { findBodyText, toBuffer } from '../bytes.ts';
import { type Delivery, findHeader, type RawHeaders } from '../delivery/delivery.ts';
import { type Capture, encodeCapture, type Forwarding } from './capture.ts';

/** The name of the field that holds the exact capture in what fp-webhooks writes. HAR gives names with `_` to everybody. */
export const OWN_FIELD = '_fpWebhooks';

/** Text before the entries, which are separated by `,\n`, and after them: a HAR can be written piece by piece. Never throws. */
export function toHarFrame(version: string): { readonly head: string; readonly tail: string } {
  const creator = JSON.stringify({ name: 'fp-webhooks', version });
  return { head: `{"log":{"version":"1.2","creator":${creator},"entries":[\n`, tail: '\n]}}\n' };
}

/**
 * One delivery as an entry of HAR 1.2 on one line: what the sender asked and what it was answered. The exact capture
 * stands in the field `_fpWebhooks`, since HAR has no place for bytes that are no text. Never throws.
 * Source: HTTP Archive 1.2 specification (Jan Odvarko, 2012).
 */
export function toHarEntry(capture: Capture): string {
  const { delivery, receivedAt } = capture;
  const forwarding = findRelayed(capture);
  const wait = forwarding?.latencyMs ?? 0;
  return JSON.stringify({
    startedDateTime: receivedAt,
    time: wait,
    request: toRequest(delivery),
    response: toResponse(capture, forwarding),
    cache: {},
    timings: { send: 0, wait, receive: 0 },
    [OWN_FIELD]: JSON.parse(encodeCapture(capture)),
  });
}

/** The forwarding whose answer the sender got. */
function findRelayed({ answer, forwardings = [] }: Capture): Forwarding | undefined {
  if (answer?.by !== 'app') return undefined;
  return forwardings.find(({ status }) => status === answer.status);
}

function toRequest({ method, path, headers, body }: Delivery): object {
  const host = findHeader(headers, 'host') ?? '127.0.0.1:4400';
  const url = URL.parse(`http://${host}${path}`);
  return {
    method,
    url: url?.href ?? 'http://127.0.0.1:4400/',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: toHeaders(headers),
    queryString: [...(url?.searchParams ?? [])].map(([name, value]) => ({ name, value })),
    postData: { mimeType: findHeader(headers, 'content-type') ?? '', ...toContent(body) },
    headersSize: -1,
    bodySize: body.length,
  };
}

function toResponse({ answer }: Capture, forwarding: Forwarding | undefined): object {
  const { headers = [], body = new Uint8Array() } = forwarding ?? {};
  const mimeType = findHeader(headers, 'content-type') ?? 'x-unknown';
  return {
    status: answer?.status ?? 0,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: toHeaders(headers),
    content: { size: body.length, mimeType, ...toContent(body) },
    redirectURL: findHeader(headers, 'location') ?? '',
    headersSize: -1,
    bodySize: -1,
  };
}

function toHeaders(headers: RawHeaders): readonly { readonly name: string; readonly value: string }[] {
  return headers.map(([name, value]) => ({ name, value }));
}

/** HAR knows `encoding` in answers only; proxies write it in requests as well. */
function toContent(body: Uint8Array): { readonly text: string; readonly encoding?: string } {
  const text = findBodyText(body);
  return text === undefined ? { text: toBuffer(body).toString('base64'), encoding: 'base64' } : { text };
}

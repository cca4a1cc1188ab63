import { Buffer } from 'node:buffer';
import type { Answer, Capture } from '../capture/capture.ts';
import { type Decoded, decodeCaptureValue } from '../capture/decode.ts';
import { deriveCaptureId } from '../capture/derive-id.ts';
import type { Delivery, RawHeaders } from '../delivery/delivery.ts';
import { findText, isPayloadObject, objectAt, type PayloadObject } from '../events/payload.ts';
import { parseTimestamp } from '../events/timestamp.ts';
import type { Verdict } from '../signature/verdict.ts';
import { OWN_FIELD } from './har.ts';

/** What an entry of a HAR must have to be taken for a delivery. */
export type Lack = 'post' | 'body';

/** What one entry of a HAR turned out to be. */
export type HarReading =
  | { readonly kind: 'capture'; readonly capture: Capture }
  /** Nothing that could be a webhook. */
  | { readonly kind: 'other'; readonly lacks: Lack }
  /** `problem` is one sentence without any of the content. */
  | { readonly kind: 'invalid'; readonly problem: string };

/** Judges a delivery as of the moment at which it came, in Unix seconds. */
export type JudgeThen = (delivery: Delivery, nowSeconds: number) => Verdict;

/** The entries of a parsed HAR, or undefined when the value is none. Never throws. */
export function findHarEntries(value: unknown): readonly unknown[] | undefined {
  if (!isPayloadObject(value)) return undefined;
  const { entries } = objectAt(value, 'log');
  return Array.isArray(entries) ? entries : undefined;
}

/**
 * One entry as a capture: exactly as it was exported where fp-webhooks wrote it, else the request with a verdict and an
 * id of its moment, which is the same at every reading. Never throws.
 */
export function readHarEntry(entry: unknown, judgeThen: JudgeThen): HarReading {
  if (!isPayloadObject(entry)) return invalid('it is not an object');
  if (Object.hasOwn(entry, OWN_FIELD)) return toReading(decodeCaptureValue(entry[OWN_FIELD]));
  const request = objectAt(entry, 'request');
  if (findText(request, 'method') !== 'POST') return { kind: 'other', lacks: 'post' };
  const body = findBody(objectAt(request, 'postData'));
  if (body === undefined) return { kind: 'other', lacks: 'body' };
  const url = URL.parse(findText(request, 'url') ?? '');
  const started = parseTimestamp(findText(entry, 'startedDateTime') ?? '');
  if (url === null) return invalid('request.url is not a URL');
  if (started === undefined || started.epochMs < 0) return invalid('startedDateTime is not a time');
  const path = `${url.pathname}${url.search}`;
  const headers = toHeaders(request['headers']);
  return toCapture({ method: 'POST', path, headers, body }, started.epochMs, { entry, judgeThen });
}

function toReading(decoded: Decoded): HarReading {
  if (decoded.kind === 'capture') return decoded;
  return decoded.kind === 'invalid'
    ? { kind: 'invalid', problem: decoded.problem }
    : invalid(`${OWN_FIELD} is no capture`);
}

function invalid(what: string): HarReading {
  return { kind: 'invalid', problem: `The entry cannot be read: ${what}.` };
}

function toCapture(
  delivery: Delivery,
  epochMs: number,
  { entry, judgeThen }: { readonly entry: PayloadObject; readonly judgeThen: JudgeThen },
): HarReading {
  const { method, path, headers, body } = delivery;
  const content = JSON.stringify([method, path, headers, Buffer.from(body).toString('latin1')]);
  const answer = findAnswer(objectAt(entry, 'response')['status']);
  const capture = {
    version: 1,
    id: deriveCaptureId(epochMs, content),
    receivedAt: new Date(epochMs).toISOString(),
    delivery,
    verdict: judgeThen(delivery, Math.floor(epochMs / 1_000)),
    ...(answer && { answer }),
  } as const;
  return { kind: 'capture', capture };
}

function findAnswer(status: unknown): Answer | undefined {
  const isStatus = typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 599;
  return isStatus ? { by: 'app', status } : undefined;
}

/** Browsers write the headers of HTTP/2 that begin with a colon, which are none. */
function toHeaders(value: unknown): RawHeaders {
  if (!Array.isArray(value)) return [];
  return value.flatMap((header) => {
    const [name, text] = isPayloadObject(header) ? [findText(header, 'name'), findText(header, 'value')] : [];
    return name === undefined || text === undefined || name.startsWith(':')
      ? []
      : [[name, toLatin1(text)] as const];
  });
}

/** Some tools read the bytes of a header as UTF-8. */
function toLatin1(value: string): string {
  return /[^\x00-\xff]/.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value;
}

/** Undefined where there is none. Some proxies say in `encoding`, or in `_encoding`, that it is base64. */
function findBody(postData: PayloadObject): Uint8Array | undefined {
  const text = findText(postData, 'text');
  if (text === undefined || text === '') return undefined;
  const encoding = findText(postData, 'encoding') ?? findText(postData, '_encoding');
  return encoding === 'base64' ? Buffer.from(text, 'base64') : Buffer.from(text, 'utf8');
}

import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { findBodyText } from '../bytes.ts';
import type { Delivery, RawHeaders } from '../delivery/delivery.ts';
import { findText, isPayloadObject, objectAt, type PayloadObject } from '../events/payload.ts';
import { parseTimestamp } from '../events/timestamp.ts';
import { createLocator } from '../json/locate.ts';
import { createPiece, skipMark } from '../json/piece.ts';
import { findJson } from '../json/scan.ts';
import type { Verdict } from '../signature/verdict.ts';
import type { Answer, Capture } from './capture.ts';
import { type Decoded, decodeCaptureValue } from './decode.ts';
import { OWN_FIELD } from './to-har.ts';

/** Something that an entry of a HAR needs to be a delivery. */
export type Lack = 'post' | 'body';

/** Result of reading one entry of a HAR. */
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

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The id of a capture that got none when it came: a ULID of that moment, the rest of which is made from the content, so
 * that the same capture always gets the same id. Never throws. Source: ULID specification.
 * @param epochMs From 0 on.
 */
export function deriveCaptureId(epochMs: number, content: string): string {
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 20);
  return toCrockford(BigInt(Math.trunc(epochMs)), 10) + toCrockford(BigInt(`0x${digest}`), 16);
}

function toCrockford(value: bigint, length: number): string {
  return Array.from({ length }, (_, index) => {
    const shift = BigInt(5 * (length - 1 - index));
    return CROCKFORD[Number((value >> shift) & 31n)];
  }).join('');
}

/** A delivery of a HAR, and the line on which its entry begins. */
export interface HarCapture {
  readonly capture: Capture;
  readonly line: number;
}

/** Result of reading a HAR. */
export interface HarContent {
  readonly captures: readonly HarCapture[];
  /** Entries that are no webhook. */
  readonly ignored: number;
  /** Why they are none: one sentence for each reason, which begins with the `file:line` of the first. */
  readonly reasons: readonly string[];
  /** Entries that could not be read: one sentence each that begins with `file:line`. */
  readonly bad: readonly string[];
}

/** The deliveries of a HAR in their order; undefined for any other file. Never throws. */
export function findHar(bytes: Uint8Array, file: string, judgeThen: JudgeThen): HarContent | undefined {
  const entries = findHarEntries(findJson(findBodyText(skipMark(bytes)) ?? '')?.value);
  if (entries === undefined) return undefined;
  const locator = createLocator({ piece: createPiece(skipMark(bytes), 1), root: [] });
  const lineOf = (index: number) => locator.placeOf(['log', 'entries', index]).line;
  const captures: HarCapture[] = [];
  const bad: string[] = [];
  const others = new Map<Lack, readonly number[]>();
  for (const [index, entry] of entries.entries()) {
    const reading = readHarEntry(entry, judgeThen);
    if (reading.kind === 'capture') captures.push({ capture: reading.capture, line: lineOf(index) });
    if (reading.kind === 'invalid') bad.push(`${file}:${lineOf(index)}: ${reading.problem}`);
    if (reading.kind === 'other') others.set(reading.lacks, [...(others.get(reading.lacks) ?? []), index]);
  }
  const reasons = [...others].map(
    ([lacks, [first = 0, ...rest]]) => `${file}:${lineOf(first)}: ${toReason(lacks, rest.length)}`,
  );
  return { captures, bad, reasons, ignored: entries.length - captures.length - bad.length };
}

function toReason(lacks: Lack, more: number): string {
  const what =
    lacks === 'post'
      ? 'no POST request, as every webhook is'
      : 'a POST request without request.postData.text, so that its body is not known';
  return `This entry is ${what}. It is ignored${more === 0 ? '' : `, and so ${more === 1 ? 'is 1' : `are ${more}`} more like it`}.`;
}

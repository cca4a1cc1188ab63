/** Header pairs in the order and case in which they came over the wire. Values are Latin-1 text, as HTTP/1.1 has them. */
export type RawHeaders = readonly (readonly [name: string, value: string])[];

/** One webhook request as it was received: nothing parsed, nothing changed. */
export interface Delivery {
  readonly method: string;
  /** The request target: path and query, as received. */
  readonly path: string;
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
}

/** Header pairs from names and values one after the other, as Node's `rawHeaders` has them. Never throws. */
export function toRawHeaders(texts: readonly string[]): RawHeaders {
  const headers: (readonly [string, string])[] = [];
  for (let index = 0; index < texts.length; index += 2) {
    headers.push([texts[index] ?? '', texts[index + 1] ?? '']);
  }
  return headers;
}

/**
 * The value of a header, matched without regard to case, or undefined when it is absent.
 * A header that came several times is joined by `, `, as HTTP and Node's own server do. Never throws.
 * Source: RFC 9110 section 5.3.
 */
export function findHeader(headers: RawHeaders, name: string): string | undefined {
  const wanted = name.toLowerCase();
  let found: string | undefined;
  for (const pair of headers) {
    // The length is compared first because this runs for every delivery, and nearly always decides.
    if (pair[0].length !== wanted.length || pair[0].toLowerCase() !== wanted) continue;
    found = found === undefined ? pair[1] : `${found}, ${pair[1]}`;
  }
  return found;
}

/**
 * The headers by name in lower case, repeated ones joined by `, `: what an application finds in `request.headers`.
 * The record has no prototype, so a header named `__proto__` is just a header. Never throws.
 * Source: Node.js 24 documentation, `message.headers`.
 */
export function toHeaderRecord(headers: RawHeaders): Readonly<Record<string, string>> {
  const record: Record<string, string> = Object.create(null);
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    record[key] = key in record ? `${record[key]}, ${value}` : value;
  }
  return record;
}

/**
 * The id by which a receiver tells a retry from a new message, under either of its header names; null when there is
 * none. Never throws. Source: Standard Webhooks specification 1.0, "Webhook headers".
 */
export function findMessageId(headers: RawHeaders): string | null {
  return findHeader(headers, 'svix-id') ?? findHeader(headers, 'webhook-id') ?? null;
}

/**
 * Tells whether a status is 2xx, which alone counts as success; null is no answer. Never throws.
 * Source: Svix documentation, "Receiving webhooks" (2026).
 */
export function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status <= 299;
}

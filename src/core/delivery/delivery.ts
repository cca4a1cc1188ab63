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

/**
 * The value of a header, matched without regard to case, or undefined when it is absent.
 * A header that came several times is joined by `, `, as HTTP and Node's own server do. Never throws.
 * Source: RFC 9110 section 5.3.
 */
export function findHeader(headers: RawHeaders, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

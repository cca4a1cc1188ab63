import type { RawHeaders } from '../delivery/delivery.ts';

/** Headers as HAR has them. */
export type HarHeaders = readonly { readonly name: string; readonly value: string }[];

/** The name of the field that holds the exact capture in what fp-webhooks writes. HAR gives names with `_` to everybody. */
export const OWN_FIELD = '_fpWebhooks';

/** Headers in the form of HAR. Never throws. */
export function toHarHeaders(headers: RawHeaders): HarHeaders {
  return headers.map(([name, value]) => ({ name, value }));
}

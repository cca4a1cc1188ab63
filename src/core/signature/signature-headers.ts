import { findHeader, type RawHeaders } from '../delivery/delivery.ts';
import type { HeaderFamily, Verdict } from './verdict.ts';

/** The three values that a verdict rests on, as received. */
export interface SignatureHeaders {
  readonly headerFamily: HeaderFamily;
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** The verdict on a delivery that lacks one of the three headers. */
export type HeaderMissing = Extract<Verdict, { readonly kind: 'header_missing' }>;

const NAMES = {
  svix: ['svix-id', 'svix-timestamp', 'svix-signature'],
  webhook: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
} as const satisfies Record<HeaderFamily, readonly string[]>;

/**
 * The signature headers of the family that is complete, `svix-*` before `webhook-*`; otherwise the first header
 * missing from the family of which more came. An empty value counts as missing. Never throws.
 * Source: Svix documentation, "Verifying payloads manually", 2026; Standard Webhooks specification 1.0, "Webhook headers".
 */
export function readSignatureHeaders(headers: RawHeaders): SignatureHeaders | HeaderMissing {
  const svix = readFamily(headers, 'svix');
  if (!('missing' in svix)) return svix;
  const webhook = readFamily(headers, 'webhook');
  if (!('missing' in webhook)) return webhook;
  const { missing } = webhook.missing.length < svix.missing.length ? webhook : svix;
  return { kind: 'header_missing', header: missing[0] ?? NAMES.svix[0] };
}

function readFamily(
  headers: RawHeaders,
  headerFamily: HeaderFamily,
): SignatureHeaders | { readonly missing: readonly string[] } {
  const [idName, timestampName, signatureName] = NAMES[headerFamily];
  const id = findHeader(headers, idName);
  const timestamp = findHeader(headers, timestampName);
  const signature = findHeader(headers, signatureName);
  if (id && timestamp && signature) return { headerFamily, id, timestamp, signature };
  return { missing: NAMES[headerFamily].filter((name) => !findHeader(headers, name)) };
}

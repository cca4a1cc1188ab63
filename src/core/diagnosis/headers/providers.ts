import { findHeader, type RawHeaders } from '../../delivery/delivery.ts';

/**
 * Providers that sign in a scheme of their own: the header of the signature, and where the timestamp is signed that of the
 * timestamp, or `t=` inside the signature. Source: each provider's documentation of webhook signatures, 2026.
 */
const PROVIDERS: readonly (readonly [name: string, signature: string, timestamp?: string])[] = [
  ['Stripe', 'stripe-signature', 't='],
  ['GitHub', 'x-hub-signature-256'],
  ['GitHub', 'x-hub-signature'],
  ['Slack', 'x-slack-signature', 'x-slack-request-timestamp'],
  ['Shopify', 'x-shopify-hmac-sha256'],
  ['Twilio', 'x-twilio-signature'],
  ['Paddle', 'paddle-signature', 't='],
  ['Linear', 'linear-signature'],
  ['Square', 'x-square-hmacsha256-signature'],
  ['Zendesk', 'x-zendesk-webhook-signature', 'x-zendesk-webhook-signature-timestamp'],
  ['HubSpot', 'x-hubspot-signature-v3', 'x-hubspot-request-timestamp'],
  ['Plaid', 'plaid-verification'],
  ['PayPal', 'paypal-transmission-sig'],
];

/** What another provider's request has where Svix has its three headers. */
export interface ForeignHeaders {
  readonly provider: string;
  readonly signature: string;
  readonly timestamp: string | undefined;
}

/** The headers of the first other provider that the request has those of, or undefined. Never throws. */
export function findForeignHeaders(headers: RawHeaders): ForeignHeaders | undefined {
  for (const [provider, header, where = ''] of PROVIDERS) {
    const signature = findHeader(headers, header);
    const inside = where === 't=' ? /(?:^|[,;\s])ts?=(\d+)/.exec(signature ?? '')?.[1] : undefined;
    if (signature) return { provider, signature, timestamp: inside ?? findHeader(headers, where) };
  }
  return undefined;
}

/** The provider whose way of writing a signature this is, under Svix's own header; undefined for none. Never throws. */
export function findForeignForm(signature: string): string | undefined {
  if (/^t=\d+,v1=/.test(signature)) return 'Stripe';
  if (/^sha(?:256|1)=[0-9a-f]+$/i.test(signature)) return 'GitHub';
  return /^v0=[0-9a-f]{64}$/i.test(signature) ? 'Slack' : undefined;
}

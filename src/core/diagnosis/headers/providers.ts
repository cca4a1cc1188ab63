import { findHeader, type RawHeaders } from '../../delivery/delivery.ts';

/** A provider that signs in a scheme of its own, known by its headers. */
export interface Provider {
  readonly name: string;
  readonly signature: string;
  /** The timestamp, where it is signed: the value of a header, or `t=` inside the signature. */
  readonly timestamp?: string;
}

// Source: each provider's documentation of webhook signatures, 2026.
const PROVIDERS: readonly Provider[] = [
  { name: 'Stripe', signature: 'stripe-signature', timestamp: 't=' },
  { name: 'GitHub', signature: 'x-hub-signature-256' },
  { name: 'GitHub', signature: 'x-hub-signature' },
  { name: 'Slack', signature: 'x-slack-signature', timestamp: 'x-slack-request-timestamp' },
  { name: 'Shopify', signature: 'x-shopify-hmac-sha256' },
  { name: 'Twilio', signature: 'x-twilio-signature' },
  { name: 'Paddle', signature: 'paddle-signature', timestamp: 't=' },
  { name: 'Linear', signature: 'linear-signature' },
  { name: 'Square', signature: 'x-square-hmacsha256-signature' },
  {
    name: 'Zendesk',
    signature: 'x-zendesk-webhook-signature',
    timestamp: 'x-zendesk-webhook-signature-timestamp',
  },
  { name: 'HubSpot', signature: 'x-hubspot-signature-v3', timestamp: 'x-hubspot-request-timestamp' },
  { name: 'Plaid', signature: 'plaid-verification' },
  { name: 'PayPal', signature: 'paypal-transmission-sig' },
];

/** What another provider's request has where Svix has its three headers. */
export interface ForeignHeaders {
  readonly provider: string;
  readonly signature: string;
  readonly timestamp: string | undefined;
}

/** The headers of the first other provider that the request has those of, or undefined. Never throws. */
export function findForeignHeaders(headers: RawHeaders): ForeignHeaders | undefined {
  for (const { name, signature, timestamp } of PROVIDERS) {
    const value = findHeader(headers, signature);
    if (value)
      return { provider: name, signature: value, timestamp: findTimestamp(headers, value, timestamp) };
  }
  return undefined;
}

function findTimestamp(
  headers: RawHeaders,
  signature: string,
  where: string | undefined,
): string | undefined {
  if (where === undefined) return undefined;
  if (where === 't=') return /(?:^|[,;\s])ts?=(\d+)/.exec(signature)?.[1];
  return findHeader(headers, where);
}

/** The provider whose way of writing a signature this is, under Svix's own header; undefined for none. Never throws. */
export function findForeignForm(signature: string): string | undefined {
  if (/^t=\d+,v1=/.test(signature)) return 'Stripe';
  if (/^sha(?:256|1)=[0-9a-f]+$/i.test(signature)) return 'GitHub';
  return /^v0=[0-9a-f]{64}$/i.test(signature) ? 'Slack' : undefined;
}

import { findHeader, type RawHeaders } from './delivery.ts';

/**
 * The id by which a receiver tells a retry from a new message, under either of its header names; null when there is
 * none. Never throws. Source: Standard Webhooks specification 1.0, "Webhook headers".
 */
export function findMessageId(headers: RawHeaders): string | null {
  return findHeader(headers, 'svix-id') ?? findHeader(headers, 'webhook-id') ?? null;
}

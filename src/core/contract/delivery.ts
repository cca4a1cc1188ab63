/** A header of a delivery, as OpenAPI and AsyncAPI describe it. */
export interface DeliveryHeader {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly pattern?: string;
  readonly example?: string;
}

/**
 * The headers that a receiver needs; the examples are those of Svix's documentation.
 * Source: Svix documentation, "Verifying payloads manually", 2026; Standard Webhooks specification 1.0, "Webhook headers".
 */
export const DELIVERY_HEADERS: readonly DeliveryHeader[] = [
  {
    name: 'svix-id',
    description: 'The id of the message, the same in every retry: take each id once.',
    isRequired: true,
    example: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  },
  {
    name: 'svix-timestamp',
    description: 'When this attempt was made, in Unix seconds. Refuse what is more than five minutes off.',
    isRequired: true,
    pattern: '^[0-9]{1,12}$',
    example: '1614265330',
  },
  {
    name: 'svix-signature',
    description:
      'Signatures separated by spaces, each a version, a comma and standard base64. One that matches is enough; skip versions you do not know.',
    isRequired: true,
    example: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  ...['id', 'timestamp', 'signature'].map((ending) => ({
    name: `webhook-${ending}`,
    description: `The name that Standard Webhooks has for svix-${ending}. A sender uses one family of names; receivers accept both.`,
    isRequired: false,
  })),
];

/**
 * What every delivery has in common, in Markdown, a paragraph each.
 * Source: Svix documentation, "Verifying payloads manually" and "Retry schedule", 2026; Footprint webhook documentation, 2025-05 revision.
 */
export const DELIVERY_DESCRIPTION = [
  'The events that Footprint sends to your endpoint by HTTP POST. The body is one flat JSON object, and `event_kind` says which event it is.',
  '**Signing.** Svix delivers the events and signs each: the signed content is `{svix-id}.{svix-timestamp}.{body}`, with the raw bytes of the body before anything parses them. A `v1` signature is HMAC-SHA256 with the secret of the endpoint (the base64 behind `whsec_`), a `v1a` signature is ed25519. Compare in constant time.',
  '**Answering.** Answer 2xx within 15 seconds. All else is a failure, also a redirect, and is sent again with the same `svix-id`, a new timestamp and a new signature. Events come at least once and in any order.',
  '**Changes.** Footprint may add events, fields and values at any time. Answer 2xx to what you do not know, and do nothing. The known values of a field are examples.',
].join('\n\n');

/** How a receiver answers. Source: Svix documentation, "Retry schedule", 2026. */
export const ANSWERS = {
  success: 'Processed: it is not sent again.',
  failure: 'Not processed: it is sent again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h.',
} as const;

/** The schema of a header's value. Never throws. */
export function headerSchema({ pattern, example }: DeliveryHeader): Readonly<Record<string, unknown>> {
  return { type: 'string', ...(pattern && { pattern }), ...(example && { examples: [example] }) };
}

/** The digits of Footprint's ids and of Svix's. */
export const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** What an id begins with, and how many characters of base 62 follow. */
export interface IdForm {
  readonly prefix: string;
  readonly length: number;
}

/**
 * The ids of the sandbox; the newer form of the bank link has another prefix.
 * Source: Footprint webhook and API documentation, 2025: prefixes of ids; `fp_id_test_` was seen in sandbox payloads.
 */
export const SANDBOX_IDS = {
  person: { prefix: 'fp_id_test_', length: 22 },
  business: { prefix: 'fp_bid_', length: 22 },
  onboarding: { prefix: 'ob_', length: 22 },
  playbook: { prefix: 'pb_test_', length: 22 },
  link: { prefix: 'link_', length: 12 },
  newerLink: { prefix: 'bank_link_', length: 12 },
} as const satisfies Record<string, IdForm>;

/** Source: as above; live ids lack `test_`. */
const PREFIX = /^(?:fp_b?id_(?:test_)?|ob_(?:test_)?|bank_link_|link_)/;

/** What an id of Footprint begins with, which says what it is; empty for any other text. Never throws. */
export function toIdPrefix(id: string): string {
  return PREFIX.exec(id)?.[0] ?? '';
}

/** The fields with ids that Footprint gives, and not your own. */
export const ID_FIELDS: readonly string[] = ['fp_id', 'onboarding_id', 'playbook_key', 'link_id'];

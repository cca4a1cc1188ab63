import { findEventOfKind } from './catalogue.ts';
import { maskCredentials } from './credentials.ts';
import type { EventDefinition } from './definition.ts';
import { maskId } from './masking.ts';
import { findText, isBusinessId, isPayloadObject } from './payload.ts';
import { BUSINESS_RULE, DUPLICATE_RULE, ENVIRONMENT_RULE, RULES, UNKNOWN_EVENT_RULE } from './rules.ts';

const API_URL = 'https://api.onefootprint.com';

/** What a handler should do with an event, and the API call that helps. */
export interface Advice {
  /** In snake_case. Published, never renamed. */
  readonly code: string;
  readonly sentence: string;
  readonly nextCall?: ApiCall;
}

/** A call to paste into a shell: the key stands in a variable, and nothing is ever decrypted. */
interface ApiCall {
  readonly method: 'GET';
  /** For example `/users/fp_id_…k3Pq`, or with `FP_ID` in place of an id that is unfit for a shell. */
  readonly path: string;
  readonly curl: string;
}

/** One row of the decision table. */
export interface AdviceRow {
  readonly code: string;
  /** When it applies, in words. */
  readonly when: string;
  readonly sentence: string;
}

/**
 * What to do with a payload, or undefined when it is no event at all. Ids are masked, and the curl line then does
 * not run as it is, unless `showPii`. A duplicate is a message whose id came before. Never throws.
 * Source: Footprint webhook and API documentation, 2025-05 revision.
 */
export function adviseOn(
  payload: unknown,
  { showPii = false, isDuplicate = false } = {},
): Advice | undefined {
  const kind = isPayloadObject(payload) ? findText(payload, 'event_kind') : undefined;
  if (!isPayloadObject(payload) || kind === undefined) return undefined;
  const general = isDuplicate ? DUPLICATE_RULE : ENVIRONMENT_RULE;
  if (isDuplicate || general.applies(payload)) return { code: general.code, sentence: general.sentence };
  const name = findEventOfKind(kind)?.name;
  const rule = (name && RULES[name].find(({ applies }) => applies(payload))) ?? UNKNOWN_EVENT_RULE;
  const fpId = findText(payload, 'fp_id') ?? '';
  const isBusiness = name === 'onboarding.completed' && isBusinessId(fpId);
  return {
    code: rule.code,
    sentence: isBusiness ? `${rule.sentence} ${BUSINESS_RULE.sentence}` : rule.sentence,
    ...((rule.refetch || isBusiness) && { nextCall: toCall(fpId, showPii) }),
  };
}

/** Every row of the decision table for an event, in the order in which they are tried. Never throws. */
export function adviceTable({ name }: EventDefinition): readonly AdviceRow[] {
  const rules = name === 'onboarding.completed' ? [...RULES[name], BUSINESS_RULE] : RULES[name];
  return [...rules, DUPLICATE_RULE, ENVIRONMENT_RULE].map(({ code, when, sentence }) => ({
    code,
    when,
    sentence,
  }));
}

/** The API calls that tell more about whom an event is about, with `FP_ID` in place of the id. Never throws. */
export function lookUpCalls({ name }: EventDefinition): readonly ApiCall[] {
  const collections = name.startsWith('user.') ? ['users'] : ['users', 'businesses'];
  return collections.map((collection) => toApiCall(collection, 'FP_ID'));
}

function toCall(fpId: string, showPii: boolean): ApiCall {
  const collection = isBusinessId(fpId) ? 'businesses' : 'users';
  const id = /^[A-Za-z0-9_-]{1,100}$/.test(fpId) ? (showPii ? maskCredentials(fpId) : maskId(fpId)) : 'FP_ID';
  return toApiCall(collection, id);
}

function toApiCall(collection: string, id: string): ApiCall {
  const path = `/${collection}/${id}`;
  return { method: 'GET', path, curl: `curl -u "$FOOTPRINT_SECRET_KEY:" "${API_URL}${path}"` };
}

import { maskFreeText, maskId } from './masking.ts';
import {
  findLinkState,
  findText,
  isBusinessId,
  isPayloadObject,
  objectAt,
  type PayloadObject,
} from './payload.ts';
import { tierOf } from './tier.ts';
import { shorten } from './wording.ts';

const LONGEST_FACT = 48;
const MOST_FIELDS = 4;

/** Whom an event is about. `id` is as received; `idMasked` is fit for display. */
interface Subject {
  readonly kind: 'person' | 'business';
  readonly id: string;
  readonly idMasked: string;
}

/** What a payload says, for one line on a screen. */
export interface Description {
  readonly subject?: Subject;
  /** A few words each, for example `needs review` or `id.ssn9 (critical)`; masked and cut to 48 characters. */
  readonly facts: readonly string[];
  /** Absent when the payload does not say. */
  readonly isLive?: boolean;
}

/** Describes any payload as well as it can, also a broken one or one of an unknown event. Never throws. */
export function describePayload(payload: unknown): Description {
  if (!isPayloadObject(payload)) return { facts: [] };
  const id = findText(payload, 'fp_id');
  const isLive = payload['is_live'];
  const facts = [
    ...toStatusFacts(payload),
    ...toLinkFacts(payload),
    ...toVaultFacts(payload),
    ...toErrorFacts(payload),
  ];
  return {
    ...(id !== undefined && id !== '' && { subject: toSubject(id) }),
    facts: facts.map((fact) => shorten(maskFreeText(fact), LONGEST_FACT)),
    ...(typeof isLive === 'boolean' && { isLive }),
  };
}

function toSubject(id: string): Subject {
  return { kind: isBusinessId(id) ? 'business' : 'person', id, idMasked: maskId(id) };
}

function toStatusFacts(payload: PayloadObject): readonly string[] {
  const status = findText(payload, 'status') ?? findText(payload, 'new_status');
  const review = payload['requires_manual_review'] === true ? ['needs review'] : [];
  return status === undefined ? review : [status, ...review];
}

function toLinkFacts(payload: PayloadObject): readonly string[] {
  const state = findLinkState(payload);
  const refresh = objectAt(payload, 'link_product_refresh');
  const product = findText(refresh, 'product');
  return [
    ...(state === undefined ? [] : [`link ${state}`]),
    ...(product === undefined
      ? []
      : [`${product} ${refresh['success'] === true ? 'refreshed' : 'not refreshed'}`]),
  ];
}

function toVaultFacts(payload: PayloadObject): readonly string[] {
  const fields = payload['fields'];
  if (!Array.isArray(fields)) return [];
  const names = fields.slice(0, MOST_FIELDS).filter((name) => typeof name === 'string');
  const more = fields.length > MOST_FIELDS ? [`${fields.length - MOST_FIELDS} more`] : [];
  return [...names.map((name) => `${name} (${tierOf(name)})`), ...more];
}

function toErrorFacts(payload: PayloadObject): readonly string[] {
  const error = findText(payload, 'link_error') ?? findText(payload, 'error');
  return error === undefined ? [] : [`error: ${error}`];
}

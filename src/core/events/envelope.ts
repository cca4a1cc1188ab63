import { suggestEvents } from './event-name.ts';
import type { PayloadFinding } from './finding.ts';
import { findText, isPayloadObject, type PayloadObject } from './payload.ts';
import { nameType, quoteValue, type Show, toChoice } from './wording.ts';

/** The finding for a payload that is no JSON object. Never throws. */
export function notAnObject(value: unknown): PayloadFinding {
  const actual = nameType(value);
  return {
    code: 'not_an_object',
    severity: 'error',
    path: [],
    message: `The payload should be a JSON object, but it is ${actual}.`,
    expected: 'an object',
    actual,
  };
}

/** What keeps a payload from being told apart: no usable `event_kind`. Undefined when it is text. Never throws. */
export function findEnvelopeFault(payload: PayloadObject): PayloadFinding | undefined {
  if (findText(payload, 'event_kind') !== undefined) return undefined;
  const wrapper = findWrapper(payload);
  if (wrapper !== undefined) return wrapped(wrapper, payload);
  return Object.hasOwn(payload, 'event_kind') ? kindOfWrongType(payload['event_kind']) : kindMissing(payload);
}

/** The finding for an event that the catalogue does not have, with the nearest that it has. Never throws. */
export function unknownEvent(eventKind: string, show?: Show): PayloadFinding {
  const near = suggestEvents(eventKind).map(({ kind }) => kind);
  const hint =
    near.length === 0 ? 'Answer it with 2xx and do nothing.' : `Is it meant to be ${toChoice(near)}?`;
  const actual = quoteValue(eventKind, show);
  return {
    code: 'unknown_event',
    severity: 'warning',
    path: ['event_kind'],
    message: `The event ${actual} is not in the catalogue. ${hint}`,
    ...(near.length > 0 && { expected: toChoice(near) }),
    actual,
  };
}

/**
 * The name under which an event is wrapped: a `{ type, data }` wrapper, as other services send it, is the commonest mistake in
 * handlers and hand-made payloads. Undefined where it is not. Never throws.
 */
export function findWrapper(payload: PayloadObject): string | undefined {
  return ['data', 'payload', 'event'].find((name) => {
    const inner = Object.hasOwn(payload, name) ? payload[name] : undefined;
    return (
      isPayloadObject(inner) &&
      (Object.hasOwn(inner, 'event_kind') || findText(payload, 'type') !== undefined)
    );
  });
}

function wrapped(wrapper: string, payload: PayloadObject): PayloadFinding {
  const misread = [...(Object.hasOwn(payload, 'type') ? ['`type`'] : []), `\`${wrapper}\``];
  return {
    code: 'wrapped_payload',
    severity: 'error',
    path: [wrapper],
    message: `The event is wrapped in \`${wrapper}\`, but Footprint sends it flat: read \`event_kind\` at the top, not ${toChoice(misread)}.`,
    expected: 'a flat object with event_kind',
  };
}

function kindOfWrongType(value: unknown): PayloadFinding {
  const actual = nameType(value);
  const message = `\`event_kind\` should be a string, but it is ${actual}.`;
  return {
    code: 'wrong_type',
    severity: 'error',
    path: ['event_kind'],
    message,
    expected: 'a string',
    actual,
  };
}

function kindMissing(payload: PayloadObject): PayloadFinding {
  const finding = { severity: 'error', path: ['event_kind'] } as const;
  const missing = '`event_kind` is missing.';
  return looksOlder(payload)
    ? { ...finding, code: 'older_revision', message: `${missing} ${OLDER}` }
    : {
        ...finding,
        code: 'event_kind_missing',
        message: `${missing} It says which event this is.`,
        expected: 'a string',
      };
}

const OLDER = 'It looks like the revision of March 2024, which is older than this tool knows.';

/** Source: Footprint webhook documentation, 2024-03 revision: three events, told apart by nothing in the payload. */
function looksOlder(payload: PayloadObject): boolean {
  const newer = ['is_live', 'playbook_key'].some((name) => Object.hasOwn(payload, name));
  return !newer && findText(payload, 'fp_id') !== undefined;
}

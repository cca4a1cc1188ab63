import { Buffer } from 'node:buffer';
import type { PayloadObject } from '../../../events/payload.ts';
import { toBody, type Violation } from './violation.ts';

/** No byte of UTF-8 text. */
const BAD_BYTE = 0xff;

/** What is wrong with a body as a whole, whatever the event: no JSON, no object, another envelope, another event. Never throws. */
export function violationsOfBody(): readonly Violation[] {
  return [...WHOLE, ...NOT_OBJECTS, ...WRAPPED, ...KINDS];
}

const WHOLE: readonly Violation[] = [
  { name: 'an empty body', code: 'empty', path: [], spoil: () => Buffer.alloc(0) },
  {
    name: 'JSON that is cut off',
    code: 'not_json',
    path: [],
    spoil: (payload) => toBody(payload).subarray(0, -1),
  },
  {
    name: 'a byte that is not UTF-8',
    code: 'not_utf8',
    path: [],
    spoil: (payload) => {
      const body = toBody({ ...payload, fp_id: '?' });
      return body.map((byte, index) => (index === body.indexOf('?'.charCodeAt(0)) ? BAD_BYTE : byte));
    },
  },
];

const NOT_OBJECTS: readonly Violation[] = [
  notObject('null', () => null),
  notObject('text', (payload) => JSON.stringify(payload)),
  notObject('a number', () => 7),
  notObject('a boolean', () => true),
];

function notObject(word: string, change: (payload: PayloadObject) => unknown): Violation {
  return {
    name: `${word} in place of an object`,
    code: 'not_an_object',
    path: [],
    spoil: (payload) => toBody(change(payload)),
  };
}

const WRAPPED: readonly Violation[] = ['data', 'payload', 'event'].map((wrapper) => ({
  name: `wrapped in ${wrapper}`,
  code: 'wrapped_payload',
  path: [wrapper],
  spoil: (payload) => toBody({ type: payload['event_kind'], [wrapper]: payload }),
}));

const KINDS: readonly Violation[] = [
  {
    name: 'missing event_kind',
    code: 'event_kind_missing',
    path: ['event_kind'],
    spoil: (payload) => toBody({ ...payload, event_kind: undefined }),
  },
  {
    name: 'without event_kind, is_live and playbook_key, as in March 2024',
    code: 'older_revision',
    path: ['event_kind'],
    spoil: (payload) =>
      toBody({ ...payload, event_kind: undefined, is_live: undefined, playbook_key: undefined }),
  },
  ...[null, 7, true, {}, []].map((value) => ({
    name: `event_kind is ${JSON.stringify(value)}`,
    code: 'wrong_type' as const,
    path: ['event_kind'],
    spoil: (payload: PayloadObject) => toBody({ ...payload, event_kind: value }),
  })),
  otherKind('misspelt', (kind) => kind.slice(0, -1)),
  otherKind('in capitals', (kind) => kind.toUpperCase()),
  otherKind('without its prefix', (kind) => kind.replace(/^footprint\./, '')),
  otherKind('of an event that nobody knows', () => 'footprint.not_a_known.event'),
  otherKind('empty', () => ''),
];

function otherKind(word: string, change: (kind: string) => string): Violation {
  return {
    name: `event_kind ${word}`,
    code: 'unknown_event',
    path: ['event_kind'],
    spoil: (payload) => toBody({ ...payload, event_kind: change(String(payload['event_kind'])) }),
  };
}

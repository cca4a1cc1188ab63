import type { PayloadObject } from '../../../events/payload.ts';
import type { Form } from '../form.ts';
import { canBeBusiness } from '../ordinary.ts';
import { toBody, type Violation } from './violation.ts';

const MALFORMED_TIMES: readonly (readonly [name: string, text: string])[] = [
  ['empty', ''],
  ['Unix seconds in text', '1746470446'],
  ['on the 30th of February', '2025-02-30T18:40:46Z'],
  ['at 24:00', '2025-05-05T24:00:00Z'],
  ['with 10 fractional digits', '2025-05-05T18:40:46.1234567890Z'],
  ['without a time of day', '2025-05-05'],
];

/** What is wrong in the contents of fields that have the right type: times, the mode, whose id it is, a field too many. Never throws. */
export function violationsOfContent(form: Form): readonly Violation[] {
  const { fields, suffix } = form;
  const has = (wanted: string) => fields.some(({ name }) => name === wanted);
  const violations: readonly Violation[] = [
    ...(has('timestamp') ? toTimes() : []),
    ...(has('playbook_key') ? [MIXED_MODES] : []),
    ...(canBeBusiness(form) ? [] : [BUSINESS]),
    ...MALFORMED_IDS.filter(({ path: [name = ''] }) => has(String(name))),
    UNKNOWN_FIELD,
  ];
  return violations.map((violation) => ({ ...violation, name: violation.name + suffix }));
}

function toTimes(): readonly Violation[] {
  const path = ['timestamp'];
  return [
    ...MALFORMED_TIMES.map(([word, timestamp]) => ({
      name: `timestamp ${word}`,
      code: 'timestamp_malformed' as const,
      path,
      spoil: (payload: PayloadObject) => toBody({ ...payload, timestamp }),
    })),
    {
      name: 'timestamp without a zone',
      code: 'zone_missing',
      path,
      spoil: (payload) => toBody({ ...payload, timestamp: String(payload['timestamp']).replace(/Z$/, '') }),
    },
  ];
}

/** The key is changed and not `is_live`, so that what is made here is never taken for live. */
const MIXED_MODES: Violation = {
  name: 'a live playbook in the sandbox',
  code: 'environment_mismatch',
  path: ['is_live'],
  spoil: (payload) =>
    toBody({ ...payload, playbook_key: String(payload['playbook_key']).replace(/^pb_test_/, 'pb_live_') }),
};

const MALFORMED_IDS: readonly Violation[] = ['fp_id', 'link_id'].flatMap((name) => [
  malformedId(name, 'empty', () => ''),
  malformedId(name, 'with a space', (id) => `${id} `),
]);

function malformedId(name: string, word: string, change: (id: string) => string): Violation {
  return {
    name: `${name} ${word}`,
    code: 'id_malformed',
    path: [name],
    spoil: (payload) => toBody({ ...payload, [name]: change(String(payload[name])) }),
  };
}

const BUSINESS: Violation = {
  name: 'a business in place of a person',
  code: 'business_id_unexpected',
  path: ['fp_id'],
  spoil: (payload) =>
    toBody({ ...payload, fp_id: String(payload['fp_id']).replace(/^fp_id_(?:test_)?/, 'fp_bid_') }),
};

const UNKNOWN_FIELD: Violation = {
  name: 'a field that nobody knows',
  code: 'unknown_field',
  path: ['not_a_known_field'],
  spoil: (payload) => toBody({ ...payload, not_a_known_field: 'text' }),
};

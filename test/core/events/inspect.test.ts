import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectPayload } from '../../../src/core/events/inspect.ts';

const completed = {
  event_kind: 'footprint.onboarding.completed',
  fp_id: 'fp_id_test_7GxQ2mTzVb81LdKe0RwYk3',
  is_live: false,
  onboarding_id: 'ob_4HqRtZ9sWc6NfXy2JmBv8a',
  playbook_key: 'pb_test_Zk3nQ8rTvLx5WdYb7CgMa1',
  requires_manual_review: false,
  status: 'pass',
  timestamp: '2025-05-05T18:40:46.240470542Z',
};
const bankLink = {
  event_kind: 'footprint.user.bank_link_updated',
  fp_id: completed.fp_id,
  is_live: false,
  link_event_kind: 'link.state_changed',
  link_id: 'link_Rt7YqZ2mWc',
  timestamp: '2025-05-05T18:40:46Z',
};
const without = (name: keyof typeof completed) =>
  Object.fromEntries(Object.entries(completed).filter(([key]) => key !== name));
const look = (value: unknown) =>
  inspectPayload(value).findings.map(({ code, severity, path }) => `${severity} ${code} ${path.join('.')}`);
const messages = (value: unknown) => inspectPayload(value).findings.map(({ message }) => message);

describe('inspecting a payload', () => {
  test('finds nothing in one that is in order, and tells event and revision', () => {
    expect(inspectPayload(completed)).toMatchObject({
      definition: { name: 'onboarding.completed' },
      eventKind: 'footprint.onboarding.completed',
      revision: '2025-05',
      findings: [],
    });
    expect(inspectPayload({ ...completed, external_id: null }).revision).toBe('external-id');
  });

  test.each<[string, unknown, readonly string[]]>([
    ['text is not an object', 'x', ['error not_an_object ']],
    ['null is not an object', null, ['error not_an_object ']],
    ['an array is not an object', [completed], ['error not_an_object ']],
    ['an event_kind must be there', without('event_kind'), ['error event_kind_missing event_kind']],
    ['an event_kind must be text', { ...completed, event_kind: 7 }, ['error wrong_type event_kind']],
    [
      'an event in data is wrapped',
      { type: completed.event_kind, data: completed },
      ['error wrapped_payload data'],
    ],
    ['an event in data without type is wrapped too', { data: completed }, ['error wrapped_payload data']],
    ['a required field must be there', without('status'), ['error field_missing status']],
    ['a field must have its type', { ...completed, is_live: 'false' }, ['error wrong_type is_live']],
    ['null is not text', { ...completed, onboarding_id: null }, ['error wrong_type onboarding_id']],
    ['external_id may be null', { ...completed, external_id: null }, []],
    ['external_id may not be a number', { ...completed, external_id: 7 }, ['error wrong_type external_id']],
  ])('knows that %s', (_, value, findings) => {
    expect(look(value)).toEqual(findings);
  });

  test.each<[string, object, readonly string[]]>([
    ['an unknown event', { event_kind: 'footprint.user.archived' }, ['unknown_event event_kind']],
    ['a short name as event_kind', { event_kind: 'onboarding.completed' }, ['unknown_event event_kind']],
    ['an unknown field', { risk: 1 }, ['unknown_field risk']],
    ['an unknown value', { status: 'approved' }, ['unknown_value status']],
    ['a completed event that is pending', { status: 'pending' }, ['unexpected_value status']],
    ['live data with a sandbox playbook', { is_live: true }, ['environment_mismatch is_live']],
    [
      'sandbox data with a live playbook',
      { playbook_key: 'pb_live_Zk3nQ8' },
      ['environment_mismatch is_live'],
    ],
    ['a time without a zone', { timestamp: '2025-05-05T18:40:46' }, ['zone_missing timestamp']],
    ['a time that is none', { timestamp: 'yesterday' }, ['timestamp_malformed timestamp']],
    [
      'example ids, once',
      { fp_id: 'fp_id_xyz', onboarding_id: 'ob_SRFT2a1mN7DAWJ0VPXkiqK' },
      ['example_data fp_id'],
    ],
  ])('warns of %s', (_, change, findings) => {
    expect(look({ ...completed, ...change })).toEqual(findings.map((finding) => `warning ${finding}`));
  });

  test('warns of the deprecated event and names its successors', () => {
    const { status: _, onboarding_id: __, playbook_key: ___, ...rest } = completed;
    const payload = { ...rest, event_kind: 'footprint.onboarding.status_changed', new_status: 'pending' };
    expect(messages(payload)).toEqual([
      'onboarding.status_changed is deprecated: use onboarding.completed and user.manual_review instead.',
    ]);
  });

  test.each<[string, object, readonly string[]]>([
    ['shape A in order', { link_event_body: { state: 'connected' } }, []],
    ['shape A without a state', { link_event_body: {} }, ['error field_missing link_event_body.state']],
    [
      'shape A with more',
      { link_event_body: { state: 'error', x: 1 } },
      ['warning unknown_field link_event_body.x'],
    ],
    ['neither shape', {}, ['error wrong_shape ']],
    [
      'a mix that is shape A all the same',
      { link_event_body: { state: 'error' }, link_state: 'error' },
      ['warning unknown_field link_state'],
    ],
    ['a mix that is right as neither', { link_event_body: {}, link_state: 'lost' }, ['error wrong_shape ']],
    [
      'a mix with more wrong',
      { link_event_body: {}, link_state: 'lost', link_id: 7, x: 1 },
      ['error wrong_shape ', 'error wrong_type link_id', 'warning unknown_field x'],
    ],
    [
      'shape B in part',
      {
        link_state: 'lost',
        link_error: null,
        error_message: null,
        link_external_id: null,
        user_external_id: null,
      },
      ['error field_missing link_product_refresh', 'warning unknown_value link_state'],
    ],
  ])('explains one shape of the bank link: %s', (_, change, findings) => {
    expect(look({ ...bankLink, ...change })).toEqual(findings);
  });

  test('names the item of a list that has the wrong type', () => {
    const { link_event_kind: _, link_id: __, ...rest } = bankLink;
    const payload = {
      ...rest,
      event_kind: 'footprint.vault.updated',
      fields: ['id.dob', 9],
      source: 'dashboard',
    };
    expect(inspectPayload(payload).findings).toEqual([
      {
        code: 'wrong_type',
        severity: 'error',
        path: ['fields', 1],
        message: '`fields[1]` should be a string, but it is a number.',
        expected: 'a string',
        actual: 'a number',
      },
    ]);
  });
});

describe('the words of a finding', () => {
  test.each<[unknown, string]>([
    [{ ...completed, is_live: null }, '`is_live` should be a boolean, but it is null.'],
    [without('status'), '`status` is missing; it should be a string.'],
    [{ ...completed, external_id: [] }, '`external_id` should be a string or null, but it is an array.'],
    [
      { ...completed, status: 'won' },
      '"won" is not a value this tool knows; `status` is usually pass, fail or none.',
    ],
    [
      { type: 'x', data: {} },
      'The event is wrapped in `data`, but Footprint sends it flat: read `event_kind` at the top, not `type` or `data`.',
    ],
    [
      { fp_id: 'fp_id_7GxQ2mTzVb81LdKe0RwYk3', status: 'pass' },
      '`event_kind` is missing. It looks like the revision of March 2024, which is older than this tool knows.',
    ],
    [
      { ...bankLink, link_event_body: {} },
      '`link_event_body.state` is missing; it should be a string. The payload was read as shape A.',
    ],
    [
      { ...bankLink, link_event_body: { state: 'error' }, link_state: 'error' },
      '`link_state` is not documented for shape A of user.bank_link_updated.',
    ],
    [
      bankLink,
      'The payload has neither of the shapes of user.bank_link_updated. It is nearest to shape A (2025-05), but lacks `link_event_body`.',
    ],
    [
      { ...bankLink, link_event_body: 7, link_state: 'error', error_message: null },
      'The payload has neither of the shapes of user.bank_link_updated. It is nearest to shape A (2025-05), but has another type in `link_event_body` and has `link_state` and `error_message` of the other shape.',
    ],
    [
      { ...bankLink, link_event_body: { state: 'error' }, fp_id: 'fp_bid_7GxQ2mTzVb81LdKe0RwYk3' },
      '`fp_id` is the id of a business (fp_bid_…), but the events of a user are about people.',
    ],
    [
      { ...completed, event_kind: 'footprint.onboarding.complete' },
      'The event "footprint.onboarding.complete" is not in the catalogue. Is it meant to be footprint.onboarding.completed?',
    ],
  ])('are made here, not by the schema library (%#)', (value, message) => {
    expect(messages(value)).toEqual([message]);
  });

  test('never hold what looks personal', () => {
    const secret = 'jane@example.com';
    const payload = {
      ...completed,
      [secret]: 1,
      status: secret,
      timestamp: secret,
      event_kind: completed.event_kind,
    };
    const findings = [payload, { ...payload, event_kind: secret }].flatMap(
      (value) => inspectPayload(value).findings,
    );
    expect(findings.length).toBeGreaterThan(4);
    expect(JSON.stringify(findings.map(({ path: _, ...words }) => words))).not.toContain(secret);
  });
});

describe('hostile payloads', () => {
  test('with the names of prototype members are harmless', () => {
    const text = JSON.stringify(completed).replace(
      '{',
      '{"__proto__":{"status":1},"constructor":1,"toString":null,',
    );
    expect(look(JSON.parse(text))).toEqual([
      'warning unknown_field __proto__',
      'warning unknown_field constructor',
      'warning unknown_field toString',
    ]);
    expect(look(JSON.parse('{"__proto__":{"event_kind":"footprint.vault.updated"}}'))).toEqual([
      'error event_kind_missing event_kind',
    ]);
  });

  test('nested a hundred thousand deep are inspected', () => {
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(look({ ...completed, deep, status: deep })).toEqual([
      'error wrong_type status',
      'warning unknown_field deep',
    ]);
  });

  test('with a million faults have a hundred findings', () => {
    const many = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`x${index}`, index]));
    expect(inspectPayload({ ...completed, ...many }).findings).toHaveLength(100);
    const { link_event_kind: _, link_id: __, ...rest } = bankLink;
    const fields = Array.from({ length: 200_000 }, () => 1);
    const payload = { ...rest, event_kind: 'footprint.vault.updated', fields, source: 'dashboard' };
    expect(inspectPayload(payload).findings).toHaveLength(100);
  });

  test('of any kind are inspected without a crash', () => {
    const fields = fc.constantFrom(
      ...Object.keys(completed),
      'fields',
      'data',
      'link_event_body',
      'external_id',
    );
    const payloads = fc.dictionary(
      fields,
      fc.oneof(fc.constantFrom(...Object.values(completed)), fc.jsonValue()),
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), payloads), (value) => {
        const { findings } = inspectPayload(value);
        expect(findings.every(({ message }) => message.length < 400)).toBe(true);
      }),
    );
  });
});

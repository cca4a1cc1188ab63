import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describePayload } from '../../../src/core/events/facts.ts';

const facts = (payload: unknown) => describePayload(payload).facts;

describe('describing a payload', () => {
  test('names whom it is about and whether it is live', () => {
    expect(describePayload({ fp_id: 'fp_id_7GxQ2mTzVb81LdKe0Rk3Pq', is_live: true })).toEqual({
      subject: { kind: 'person', id: 'fp_id_7GxQ2mTzVb81LdKe0Rk3Pq', idMasked: 'fp_id_…k3Pq' },
      facts: [],
      isLive: true,
    });
    expect(describePayload({ fp_id: 'fp_bid_7GxQ2mTzVb81LdKe0Rk3Pq' }).subject?.kind).toBe('business');
  });

  test.each<[object, readonly string[]]>([
    [{ status: 'pass', requires_manual_review: false }, ['pass']],
    [{ new_status: 'fail', requires_manual_review: true }, ['fail', 'needs review']],
    [{ link_event_body: { state: 'connected' } }, ['link connected']],
    [{ link_state: 'error', link_error: 'auth_expired' }, ['link error', 'error: auth_expired']],
    [
      { link_state: 'connected', link_product_refresh: { product: 'accounts', success: false } },
      ['link connected', 'accounts not refreshed'],
    ],
    [
      { fields: ['id.ssn9', 'id.dob', 'id.x'] },
      ['id.ssn9 (critical)', 'id.dob (personal)', 'id.x (unknown)'],
    ],
    [
      { fields: ['id.city', 'id.city', 'id.city', 'id.city', 'a', 'b'] },
      [...Array(4).fill('id.city (personal)'), '2 more'],
    ],
    [{ status: 'error', error: 'call 555-123-4567' }, ['error', 'error: call [number]']],
    [{ status: 'x'.repeat(100) }, [`${'x'.repeat(47)}…`]],
  ])('%j gives %j', (payload, expected) => {
    expect(facts(payload)).toEqual(expected);
  });

  test.each([null, 'x', [], { status: 1, fields: [1, null], link_event_body: 'x', fp_id: '' }])(
    '%j gives nothing',
    (value) => {
      expect(describePayload(value)).toEqual({ facts: [] });
    },
  );

  test('works for any value', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => facts(value).every((fact) => fact.length <= 48)));
  });
});

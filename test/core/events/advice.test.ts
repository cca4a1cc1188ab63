import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adviceTable, adviseOn } from '../../../src/core/events/advice.ts';
import { EVENTS } from '../../../src/core/events/catalogue.ts';
import type { EventDefinition } from '../../../src/core/events/definition.ts';
import { parseEventName } from '../../../src/core/events/event-name.ts';

const fp_id = 'fp_id_7GxQ2mTzVb81LdKe0Rk3Pq';
const business = 'fp_bid_7GxQ2mTzVb81LdKe0Rk3Pq';
const on = (name: string, fields: object = {}) =>
  adviseOn({ event_kind: `footprint.${name}`, fp_id, ...fields });
const completed = (status: unknown, requires_manual_review?: unknown, id = fp_id) =>
  on('onboarding.completed', { status, requires_manual_review, fp_id: id });

describe('the advice', () => {
  test.each([
    ['pass', false, 'activate'],
    ['pass', true, 'hold'],
    ['pass', undefined, 'hold'],
    ['pass', 'false', 'hold'],
    ['fail', false, 'decline'],
    ['fail', true, 'queue_for_review'],
    ['none', false, 'apply_own_policy'],
    ['none', true, 'apply_own_policy_after_review'],
    ['pending', false, 'keep_waiting'],
    ['incomplete', true, 'keep_waiting'],
    ['approved', false, 'keep_waiting'],
    [undefined, false, 'keep_waiting'],
  ])('on a completed onboarding with %s and review %s is %s', (status, review, code) => {
    expect(completed(status, review)?.code).toBe(code);
  });

  test.each<[string, object, string]>([
    ['onboarding.status_changed', { new_status: 'pass' }, 'ignore_deprecated'],
    ['user.manual_review', {}, 'refetch_status'],
    ['user.info_requested', {}, 'refetch_request'],
    ['vault.updated', { fields: ['id.dob'] }, 'invalidate_copies'],
    ['watchlist_check.completed', { status: 'pass', error: null }, 'record_pass'],
    ['watchlist_check.completed', { status: 'pass', error: 'timeout' }, 'do_not_treat_as_pass'],
    ['watchlist_check.completed', { status: 'fail' }, 'escalate_match'],
    ['watchlist_check.completed', { status: 'error' }, 'do_not_treat_as_pass'],
    ['watchlist_check.completed', { status: 'pending' }, 'await_check'],
    ['watchlist_check.completed', { status: 'clear' }, 'await_check'],
    ['user.bank_link_updated', { link_event_body: { state: 'connected' } }, 'enable_link'],
    ['user.bank_link_updated', { link_event_body: { state: 'error' } }, 'ask_to_relink'],
    ['user.bank_link_updated', { link_state: 'connected', link_error: 'auth_expired' }, 'ask_to_relink'],
    ['user.bank_link_updated', { link_state: 'deleted', link_error: 'auth_expired' }, 'drop_link'],
    [
      'user.bank_link_updated',
      { link_state: 'connected', link_product_refresh: { success: false } },
      'keep_older_data',
    ],
    ['user.bank_link_updated', { link_state: 'connecting' }, 'await_link'],
    ['user.archived', {}, 'ignore_unknown'],
  ])('on %s with %j is %s', (name, fields, code) => {
    expect(on(name, fields)?.code).toBe(code);
  });

  test('follows the full kind only, as handlers do', () => {
    expect(adviseOn({ event_kind: 'onboarding.completed', status: 'pass' })?.code).toBe('ignore_unknown');
  });

  test.each([null, [], 'x', {}, { event_kind: 1 }])('is not given for %j', (value) => {
    expect(adviseOn(value)).toBeUndefined();
  });

  test('sends a business to /businesses', () => {
    const advice = completed('pass', false, business);
    expect(advice?.sentence).toBe(
      'All clear: you can activate them. It is a business: look it up at /businesses, not at /users.',
    );
    expect(advice?.nextCall?.path).toBe('/businesses/fp_bid_…k3Pq');
    expect(completed('pass', false)).not.toHaveProperty('nextCall');
  });

  test('has a call to paste whose key is a variable and whose id is masked unless asked for', () => {
    expect(on('user.manual_review')?.nextCall).toEqual({
      method: 'GET',
      path: '/users/fp_id_…k3Pq',
      curl: 'curl -u "$FOOTPRINT_SECRET_KEY:" "https://api.onefootprint.com/users/fp_id_…k3Pq"',
    });
    const shown = adviseOn({ event_kind: 'footprint.user.manual_review', fp_id }, { showPii: true });
    expect(shown?.nextCall?.curl).toBe(
      `curl -u "$FOOTPRINT_SECRET_KEY:" "https://api.onefootprint.com/users/${fp_id}"`,
    );
  });

  test('never lets an id from outside into the shell', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('$(id)', '"; id #', '`id`', '../vault/decrypt')),
        (id) => {
          const advice = adviseOn(
            { event_kind: 'footprint.user.manual_review', fp_id: id },
            { showPii: true },
          );
          expect(advice?.nextCall?.curl).toMatch(
            /^curl -u "\$FOOTPRINT_SECRET_KEY:" "https:\/\/api\.onefootprint\.com\/(users|businesses)\/[\w-]+"$/,
          );
        },
      ),
    );
  });
});

describe('the decision table', () => {
  test.each(EVENTS)('of $name says when, and ends with a row for all that is left', ({ name }) => {
    const rows = adviceTable(parseEventName(name));
    expect(rows.length).toBeGreaterThan(0);
    expect(
      rows.every(({ code, when, sentence }) => /^[a-z_]+$/.test(code) && when && sentence.endsWith('.')),
    ).toBe(true);
    expect(rows.map(({ code }) => code)).toContain(on(name)?.code);
  });

  test('has the business for onboarding alone, and what holds for every event last', () => {
    const codes = (event: EventDefinition) => adviceTable(event).map(({ code }) => code);
    const withBusiness = EVENTS.filter((event) => codes(event).includes('read_business'));
    expect(withBusiness.map(({ name }) => name)).toEqual(['onboarding.completed']);
    for (const event of EVENTS) {
      expect(codes(event).slice(-2)).toEqual(['ignore_duplicate', 'ignore_wrong_environment']);
    }
  });

  test('comes after what is known of the message: a duplicate, the other environment', () => {
    const payload = { event_kind: 'footprint.onboarding.completed', status: 'pass', is_live: true };
    expect(adviseOn(payload, { isDuplicate: true })?.code).toBe('ignore_duplicate');
    expect(adviseOn({ ...payload, playbook_key: 'pb_test_1' })?.code).toBe('ignore_wrong_environment');
    expect(adviseOn({ ...payload, playbook_key: 'pb_live_1' })?.code).not.toBe('ignore_wrong_environment');
  });

  test('never says to decrypt', () => {
    expect(JSON.stringify(EVENTS.map(adviceTable))).not.toContain('decrypt');
  });
});

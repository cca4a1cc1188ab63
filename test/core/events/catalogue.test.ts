import { describe, expect, test } from 'vitest';
import { EVENT_KINDS, EVENTS, findEventOfKind } from '../../../src/core/events/catalogue.ts';
import { fieldsIn, findRevision } from '../../../src/core/events/definition.ts';
import { findEvent, parseEventName, suggestEvents } from '../../../src/core/events/event-name.ts';

const namesIn = (event: string, revision: '2025-05' | 'external-id') =>
  fieldsIn(parseEventName(event), revision).map(({ name }) => name);

describe('the catalogue', () => {
  test('has the seven documented events', () => {
    expect(EVENT_KINDS.toSorted()).toEqual([
      'footprint.onboarding.completed',
      'footprint.onboarding.status_changed',
      'footprint.user.bank_link_updated',
      'footprint.user.info_requested',
      'footprint.user.manual_review',
      'footprint.vault.updated',
      'footprint.watchlist_check.completed',
    ]);
  });

  test.each(EVENTS)('$name has the four common fields and a summary for each field', ({ fields }) => {
    const names = fields.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['event_kind', 'fp_id', 'is_live', 'timestamp']));
    expect(new Set(names).size).toBe(names.length);
    expect(fields.every(({ summary }) => summary !== '' && !summary.endsWith('.'))).toBe(true);
  });

  test('only status_changed is deprecated, in favour of events that exist', () => {
    const deprecated = EVENTS.filter((event) => event.deprecated !== undefined);
    expect(deprecated.map(({ name }) => name)).toEqual(['onboarding.status_changed']);
    expect(
      deprecated.flatMap((event) => event.deprecated?.inFavourOf ?? []).every((name) => findEvent(name)),
    ).toBe(true);
  });

  test('the external-id revision adds external_id to four events and replaces the body of the bank link', () => {
    const withExternalId = EVENTS.filter(({ name }) => namesIn(name, 'external-id').includes('external_id'));
    expect(withExternalId.map(({ name }) => name)).toEqual([
      'onboarding.completed',
      'user.manual_review',
      'user.info_requested',
      'vault.updated',
    ]);
    expect(namesIn('user.bank_link_updated', '2025-05')).toContain('link_event_body');
    expect(namesIn('user.bank_link_updated', 'external-id')).not.toContain('link_event_body');
  });

  test.each([
    ['link_event_body makes it shape A', { link_event_body: {} }, '2025-05'],
    ['link_event_body wins over a field of shape B', { link_event_body: {}, link_state: 'error' }, '2025-05'],
    ['a field of shape B makes it shape B', { link_error: null }, 'external-id'],
    ['neither is read as shape A', {}, '2025-05'],
    ['an inherited field says nothing', Object.create({ link_state: 'error' }), '2025-05'],
  ])('of a bank link, %s', (_, payload, revision) => {
    expect(findRevision(parseEventName('user.bank_link_updated'), payload)).toBe(revision);
  });
});

describe('an event name', () => {
  test.each(EVENTS)('$name is found by its full kind and by its short name', (event) => {
    expect(findEvent(event.kind)).toBe(event);
    expect(parseEventName(event.name)).toBe(event);
  });

  test('in a payload is only the full kind', () => {
    expect(findEventOfKind('onboarding.completed')).toBeUndefined();
    expect(findEventOfKind('footprint.onboarding.completed')?.name).toBe('onboarding.completed');
  });

  test.each(['', 'toString', '__proto__', 'Onboarding.Completed', 'onboarding.completed '])(
    '%j is not one',
    (name) => {
      expect(findEvent(name)).toBeUndefined();
    },
  );

  test.each([
    ['onboarding.complete', 'onboarding.completed'],
    ['footprint.vault.update', 'vault.updated'],
    ['USER.MANUAL_REVIEW', 'user.manual_review'],
    ['watchlist.completed', 'watchlist_check.completed'],
  ])('%s is near to %s', (typed, meant) => {
    expect(suggestEvents(typed)[0]?.name).toBe(meant);
  });

  test('that nobody knows fails with the nearest names and all names in the hint', () => {
    expect(() => parseEventName('vault.update')).toThrow(
      expect.objectContaining({
        code: 'unknown_event',
        message: 'There is no event called "vault.update".',
        hint: expect.stringMatching(/^Did you mean vault\.updated\? The events are: onboarding\.completed, /),
      }),
    );
  });

  test('that is near to nothing, or very long, suggests nothing', () => {
    expect(suggestEvents('payment.refunded.by.someone')).toEqual([]);
    expect(suggestEvents('x'.repeat(1_000_000))).toEqual([]);
  });
});

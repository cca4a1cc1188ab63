import { expect, test } from 'vitest';
import { careFor } from '../../../src/core/events/care.ts';
import { EVENTS } from '../../../src/core/events/catalogue.ts';
import { toShownPayload } from '../../../src/core/events/masking.ts';

test.each(
  [
    [
      'fp_id',
      'fpId',
      'Fp_Id',
      'fp_bid',
      'onboarding_id',
      'linkId',
      'externalId',
      'user_external_id',
      'user.fp_id',
    ],
  ].flat(),
)('%s is the name of an id', (name) => {
  expect(careFor(name, 'text')).toBe('id');
});

test.each(
  [
    [
      'first_name',
      'firstName',
      'last_name',
      'dob',
      'address_line1',
      'city',
      'email',
      'phone_number',
      'ssn9',
      'ssn',
    ],
    [
      'id.first_name',
      'id.ssn4',
      'card.main.number',
      'custom.note',
      'document.passport.full_name',
      'user.dob',
    ],
  ].flat(),
)('%s is the name of something personal', (name) => {
  expect(careFor(name, 'text')).toBe('personal');
});

test.each(['token', 'client_secret', 'apiKey', 'Proxy-Authorization', 'Set-Cookie', 'db_password'])(
  '%s is the name of a credential',
  (name) => {
    expect(careFor(name, 'personal')).toBe('credential');
  },
);

test.each(['name', 'number', 'business.city', 'playbook_key', 'state', '__proto__', 'constructor', ''])(
  '%s says nothing',
  (name) => {
    expect(careFor(name, 'text')).toBe('text');
  },
);

test('no documented field is taken for something personal or a credential', () => {
  const names = EVENTS.flatMap(({ fields }) => fields.map(({ name }) => name));
  expect(names.filter((name) => ['personal', 'credential'].includes(careFor(name, 'text')))).toEqual([]);
});

test('what stands below a personal key is personal, whatever its name', () => {
  const payload = {
    address: { line1: '1 Main St', floors: [3], fp_id: 'fp_id_7GxQ2mTzVb81LdKe0Rk3Pq' },
    'id.first_name': 'Ann',
    email: 'ann@example.com',
    dob: null,
    secret: { pin: 12, note: 'x' },
  };
  expect(toShownPayload(payload, false)).toEqual({
    address: { line1: '[personal]', floors: ['[personal]'], fp_id: 'fp_id_…k3Pq' },
    'id.first_name': '[personal]',
    email: '[e-mail]',
    dob: null,
    secret: { pin: '…', note: '…' },
  });
  expect(toShownPayload(payload, true)).toEqual({ ...payload, secret: { pin: '…', note: '…' } });
});

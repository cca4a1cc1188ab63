import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTestCard } from '../../../src/core/events/fictional.ts';
import { BASE62, SANDBOX_IDS } from '../../../src/core/events/id-form.ts';
import { maskText } from '../../../src/core/events/masking.ts';
import { findPersonalKind } from '../../../src/core/events/personal.ts';
import { mayBePersonal } from '../../../src/core/events/traces.ts';
import { volume } from '../../harness/volume.ts';

test.each([
  ['jane@mail.internal', 'e-mail address'],
  ['write to jane.doe+x@mail.home.internal.', 'e-mail address'],
  ['https://example.com/?user=jane%40mail.internal', 'e-mail address'],
  ['李@例え.テスト', 'e-mail address'],
  ['+1 (415) 555-2132', 'phone number'],
  ['415-555-2132', 'phone number'],
  ['4155552132', 'phone number'],
  ['14155552132', 'phone number'],
  ['call 030/1234 5678 now', 'phone number'],
  ['03012345678', 'phone number'],
  ['+4915112345678', 'phone number'],
  ['123-45-6789', 'SSN'],
  ['123456789', 'SSN'],
  ['123 45 6789', 'SSN'],
  ['4242424242424309', 'card number'],
  ['4242 4242 4242 4309', 'card number'],
  ['card 5555-5555-5555-4303 was declined', 'card number'],
  ['378282246310120', 'card number'],
  ['jane@mail.internal 4242424242424309', 'e-mail address'],
])('%s is a %s', (text, kind) => {
  expect(findPersonalKind(text)).toBe(kind);
});

test.each([
  '',
  'pass',
  '1746470446',
  '1746470446000',
  '1746470446000000000',
  '2025-05-05T18:40:46.240470542Z',
  '2025-05-05T18:40:46.1234567890Z',
  '2025-05-05 18:40:46',
  '05/05/2025 18:40',
  '192.168.100.200',
  '0.123456789',
  '4242424242424241',
  '000-12-3456',
  '666-12-3456',
  '123-00-4567',
  'npm@10.2.3',
  '@footprint/js@4.0.6',
  'root@localhost',
  '550e8400-e29b-41d4-a716-446655440000',
  '12345678-1234-4234-8234-123456789012',
  'customer-4155550132',
  'ob_123456789012345678901',
  'order 4155550132-b',
  'msg_2xKbZ0QJVu0rQ5VeCJxTyZu108x',
  '01KQVPHEY4DE3B4WZZ6KYE37BB',
  '12345678901234567890',
  'jane@example.com',
  'Jane <jane.doe+x@mail.EXAMPLE.org>, <joe@example.net>.',
  'https://app.test/?user=jane%40my-app.test',
  'jane@bank.example',
  'jane@nowhere.invalid',
  'jane@app.localhost',
  '415-555-0132',
  '+1 (212) 555-0199',
  '14155550100',
  '4242 4242 4242 4242',
  'card 5555-5555-5555-4444 was declined',
  '3782 822463 10005',
  '4111111111111111',
])('%s gives nobody away', (text) => {
  expect(findPersonalKind(text)).toBeUndefined();
});

test.each([
  ['jane@example.de', 'e-mail address'],
  ['jane@myexample.com', 'e-mail address'],
  ['jane@example.com.mail.internal', 'e-mail address'],
  ['jane@test.internal', 'e-mail address'],
  ['jane@example.com, joe@mail.internal', 'e-mail address'],
  ['jane@mail.internal%40example.com', 'e-mail address'],
  ['415-555-0200', 'phone number'],
  ['415-554-0132', 'phone number'],
  ['+49 (415) 555-0132', 'phone number'],
  ['4242 4242 4242 4242, 415-555-2132', 'phone number'],
])('%s is no example, and is a %s', (text, kind) => {
  expect(findPersonalKind(text)).toBe(kind);
});

test('every test card has the right check digit, so that it would be told', () => {
  const other = (digits: string) => digits.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
  for (const card of ['4242424242424242', '378282246310005', '4007000000027', '38000000000006']) {
    expect(isTestCard(card)).toBe(true);
    expect(isTestCard(other(card))).toBe(false);
  }
});

test('ids of the ordinary forms give nobody away, also inside a sentence', () => {
  const prefixes = [...Object.values(SANDBOX_IDS).map(({ prefix }) => prefix), 'fp_id_', 'pb_live_', 'msg_'];
  const id = fc
    .tuple(
      fc.constantFrom(...prefixes),
      fc.string({ unit: fc.constantFrom(...BASE62), minLength: 12, maxLength: 27 }),
    )
    .map((parts) => parts.join(''));
  const digits = fc
    .tuple(fc.constantFrom(...prefixes), fc.stringMatching(/^\d{9,22}$/))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(
      fc.oneof(id, digits, fc.uuid(), fc.ulid()),
      fc.constantFrom('', 'see ', '"'),
      (text, before) => {
        expect(findPersonalKind(before + text)).toBeUndefined();
      },
    ),
    { numRuns: volume(100, 1_000) },
  );
});

test('what gives somebody away is also masked, and the quick look lets it through', () => {
  const pieces = fc.constantFrom(
    '@',
    '.',
    'a',
    'com',
    '-',
    ' ',
    '(',
    ')',
    '+',
    '/',
    'T',
    ':',
    '%40',
    '1',
    '4242',
    '555',
    '0',
    '23',
    '45',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 16 }), (parts) => {
      const text = parts.join('');
      if (findPersonalKind(text) === undefined) return;
      expect(maskText(text)).not.toBe(text);
      expect(mayBePersonal(text)).toBe(true);
    }),
    { numRuns: volume(300, 5_000) },
  );
});

test('a megabyte of anything is read at once', () => {
  for (const piece of ['1', '1-', 'a.', 'a@', '@', '4242 ', '+1 ', '123-45-6789x', '2025-05-05T'])
    findPersonalKind(piece.repeat(1_000_000 / piece.length));
});

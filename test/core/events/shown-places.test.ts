import { expect, test } from 'vitest';
import { toShownValue } from '../../../src/commands/config/shown-value.ts';
import { toShownHeader } from '../../../src/core/events/shown-header.ts';
import { toShownUrl } from '../../../src/core/events/shown-url.ts';
import { toShownCondition } from '../../../src/core/filter/condition.ts';

const URL_IN = 'http://192.168.100.100:4400/hooks?external_id=cust-7781&token=abcsecret&to=ann@example.com';

test('a URL is shown without tokens, and its host whatever its digits', () => {
  expect(toShownUrl(URL_IN, false)).toBe(
    'http://192.168.100.100:4400/hooks?external_id=…&token=…&to=[e-mail]',
  );
  expect(toShownUrl(URL_IN, true)).toBe(URL_IN.replace('abcsecret', '…'));
  expect(toShownUrl('user.*=http://ann:pw@h:1/', true)).toBe('user.*=http://…@h:1/');
  expect(toShownUrl('fp_id_Realabcdefghijklm', false)).toBe('fp_id_…jklm');
});

test.each([
  ['Authorization', 'Bearer abc', '…', '…'],
  ['Cookie', 'a=b', '…', '…'],
  ['X-Vault-Token', 'abc', '…', '…'],
  ['Svix-Id', 'msg_012345678901', 'msg_012345678901', 'msg_012345678901'],
  ['svix-timestamp', '1614265330000', '1614265330000', '1614265330000'],
  ['svix-timestamp', 'ann@example.com', '[e-mail]', 'ann@example.com'],
  ['X-External-Id', 'cust-7781', '…', 'cust-7781'],
  ['X-Note', 'Bearer abc', 'Bearer …', 'Bearer …'],
])('the header %s: %s is shown as %s, and with personal data as %s', (name, value, masked, whole) => {
  expect(toShownHeader(name, value, false)).toBe(masked);
  expect(toShownHeader(name, value, true)).toBe(whole);
});

test.each([
  ['status=fail', 'status=fail'],
  ['first_name~Ann Roe', 'first_name~[personal]'],
  ['external_id!=cust-7781', 'external_id!=…'],
  ['email = ann@example.com', 'email = [e-mail]'],
  ['header:authorization=Bearer x', 'header:authorization=…'],
  ['timestamp>2026-01-01', 'timestamp>2026-01-01'],
])('the condition %s is shown as %s', (text, shown) => {
  expect(toShownCondition(text, false)).toBe(shown);
});

test('settings are masked, and files and hosts stay', () => {
  expect(toShownValue('forward', [`user.*=${URL_IN}`], false)).toEqual([
    'user.*=http://192.168.100.100:4400/hooks?external_id=…&token=…&to=[e-mail]',
  ]);
  expect(
    toShownValue('header', ['X-Sig: abc', 'Api-Key: abc', 'X-To: ann@example.com', 'odd'], true),
  ).toEqual(['X-Sig: abc', 'Api-Key: …', 'X-To: ann@example.com', '…']);
  expect(toShownValue('where', ['external_id=cust-7781'], false)).toEqual(['external_id=…']);
  expect(toShownValue('host', '192.168.100.100', false)).toBe('192.168.100.100');
  expect(toShownValue('history', '/tmp/123456789012/h.db', false)).toBe('/tmp/123456789012/h.db');
  expect(toShownValue('port', 4400, false)).toBe(4400);
});

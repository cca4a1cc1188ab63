import { expect, test } from 'vitest';
import { findSetting, type SettingKey } from '../../../src/core/settings/catalogue.ts';
import { findInEnvironment } from '../../../src/core/settings/environment.ts';

function find(key: SettingKey, env: Record<string, string>) {
  const setting = findSetting(key);
  if (setting === undefined) throw new Error(key);
  return findInEnvironment(setting, env);
}

test.each<[SettingKey, string, string, unknown]>([
  ['port', 'FP_WEBHOOKS_PORT', '4401', 4401],
  ['host', 'FP_WEBHOOKS_HOST', ' ::1 ', '::1'],
  ['maxBody', 'FP_WEBHOOKS_MAX_BODY', '2mb', '2mb'],
  ['allowRemote', 'FP_WEBHOOKS_ALLOW_REMOTE', 'TRUE', true],
  ['save', 'FP_WEBHOOKS_SAVE', '0', false],
  ['forward', 'FP_WEBHOOKS_FORWARD', 'user.*=http://a/  http://b/', ['user.*=http://a/', 'http://b/']],
  ['event', 'FP_WEBHOOKS_EVENT', 'a\nb', ['a', 'b']],
  ['header', 'FP_WEBHOOKS_HEADER', 'X-A: b c\nX-D: e\n', ['X-A: b c', 'X-D: e']],
  ['where', 'FP_WEBHOOKS_WHERE', 'status = fail', ['status = fail']],
  ['ack', 'FP_WEBHOOKS_ACK', 'always', 'always'],
])('%s is read from %s', (key, variable, text, value) => {
  const held = find(key, { [variable]: text });
  expect(held?.value).toEqual(value);
  expect(held?.originOf(0)).toEqual({ source: 'environment', variable });
});

test('a variable that is set to nothing is as one that is not set', () => {
  expect(find('port', { FP_WEBHOOKS_PORT: '' })).toBeUndefined();
  expect(find('forward', { FP_WEBHOOKS_FORWARD: '  ' })).toBeUndefined();
  expect(find('port', {})).toBeUndefined();
});

test.each<[SettingKey, string, string]>([
  ['port', 'FP_WEBHOOKS_PORT', 'a whole number from 0 to 65535'],
  ['save', 'FP_WEBHOOKS_SAVE', 'true or false'],
  ['ack', 'FP_WEBHOOKS_ACK', '"always", "verified" or "app"'],
])('what %s cannot be is a usage error that names %s and not the value', (key, variable, form) => {
  expect(() => find(key, { [variable]: 'maybe99999' })).toThrow(
    expect.objectContaining({ code: 'usage', message: `${variable} must be ${form}.` }),
  );
});

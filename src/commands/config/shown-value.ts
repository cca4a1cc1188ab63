import type { SettingValue } from '../../core/settings/catalogue.ts';
import { holdsSecret } from '../../core/settings/secret-text.ts';

/** Names of headers whose values let somebody in. */
const CREDENTIALS = /authorization|cookie|token|secret|key|password|signature/i;

/** A value as it may be shown: without passwords, tokens and secrets. Never throws. */
export function toShownValue(key: string, value: SettingValue): string | number | boolean | string[] {
  if (typeof value === 'object') return value.map((item) => toShownText(key, item));
  return typeof value === 'string' ? toShownText(key, value) : value;
}

function toShownText(key: string, text: string): string {
  if (holdsSecret(text)) return '…';
  const [name = '', value] = text.split(':');
  // Without a colon it is no header, and any part of it may be what lets somebody in.
  if (key === 'header' && CREDENTIALS.test(name)) return value === undefined ? '…' : `${name}: …`;
  return text.replace(/(?<=:\/\/)[^\s/]*@/, '…@');
}

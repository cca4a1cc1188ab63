import { maskCredentials } from '../../core/events/credentials.ts';
import { toShownHeader } from '../../core/events/shown-header.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import { toShownCondition } from '../../core/filter/condition.ts';
import type { SettingValue } from '../../core/settings/catalogue.ts';
import { holdsSecret } from '../../core/settings/secret-text.ts';

/** Names of headers that somebody adds, and whose values let somebody in: with more doubt than of those that came. */
const CREDENTIALS = /auth|key|signature/i;

/**
 * A value as it may be shown: without passwords, tokens and secrets, and without personal data unless `showPii`. Never
 * throws.
 */
export function toShownValue(
  key: string,
  value: SettingValue,
  showPii: boolean,
): string | number | boolean | string[] {
  if (typeof value === 'object') return value.map((item) => toShownItem(key, item, showPii));
  return typeof value === 'string' ? toShownItem(key, value, showPii) : value;
}

function toShownItem(key: string, text: string, showPii: boolean): string {
  if (holdsSecret(text)) return '…';
  if (key === 'header') return toShownHeaderLine(text, showPii);
  if (key === 'where') return toShownCondition(text, showPii);
  // Names of files and hosts stay whole: digits in them are nobody's number.
  return key === 'forward' || key === 'to' ? toShownUrl(text, showPii) : maskCredentials(text);
}

function toShownHeaderLine(line: string, showPii: boolean): string {
  const [, name = '', space = '', value = ''] = /^([^:]*)(:\s*)(.*)$/s.exec(line) ?? [];
  if (space === '') return '…';
  return `${name}${space}${CREDENTIALS.test(name) ? '…' : toShownHeader(name.trim(), value, showPii)}`;
}

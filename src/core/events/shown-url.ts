import { toShownText } from './masking.ts';

/** Ports and addresses look like numbers of people, and say nothing about one. */
const URL_PARTS = /^((?:[^/?#]*=)?[a-z][a-z+.-]*:\/\/)([^/?#]*)(.*)$/is;

/**
 * A URL, also one behind an event glob (`user.*=http://…`), as it may be shown: without passwords and tokens, and with
 * personal data in path and query masked unless `showPii`. Never throws.
 */
export function toShownUrl(url: string, showPii: boolean): string {
  const [, start, host = '', rest = ''] = URL_PARTS.exec(url) ?? [];
  if (start === undefined) return toShownText(url, showPii);
  return `${start}${host.replace(/^.*@/s, '…@')}${toShownText(rest, showPii)}`;
}

import { careFor } from './care.ts';
import { maskNamed, toShownMessageId, toShownText } from './masking.ts';

const IS_ID = /^(?:svix|webhook)-id$/i;
const IS_TIME = /^(?:svix|webhook)-timestamp$/i;

/** The value of a header as it may be shown: what lets somebody in is hidden also with `showPii`. Never throws. */
export function toShownHeader(name: string, value: string, showPii: boolean): string {
  const care = careFor(name, 'text');
  if (care === 'credential') return '…';
  if (IS_ID.test(name)) return toShownMessageId(value, showPii);
  if (showPii || care === 'text') return isTime(name, value) ? value : toShownText(value, showPii);
  return maskNamed(value, care);
}

function isTime(name: string, value: string): boolean {
  return IS_TIME.test(name) && /^\d{1,13}$/.test(value);
}

import { careFor } from '../events/care.ts';
import { maskNamed, toShownText } from '../events/masking.ts';
import { toShownHeader } from '../events/shown-header.ts';

const PARTS = /^([^=!~<>]+?)(\s*(?:!=|!~|<=|>=|=|~|<|>)\s*)(.*)$/s;

/** A condition of `--where` as it may be shown: what is asked of a value is masked as the value is. Never throws. */
export function toShownCondition(text: string, showPii: boolean): string {
  const [, place = '', operator = '', wanted = ''] = PARTS.exec(text) ?? [];
  if (operator === '') return toShownText(text, showPii);
  return `${place}${operator}${toShownWanted(place.trim(), wanted, showPii)}`;
}

function toShownWanted(place: string, wanted: string, showPii: boolean): string {
  const header = /^header:(.*)$/is.exec(place)?.[1];
  if (header !== undefined) return toShownHeader(header, wanted, showPii);
  const care = careFor(place, 'text');
  return showPii && care !== 'credential' ? toShownText(wanted, showPii) : maskNamed(wanted, care);
}

import type { PathStep } from '../json/places.ts';
import { escapeUnseen } from '../unseen.ts';
import { maskFreeText } from './masking.ts';

const LONGEST_QUOTE = 60;

/** A text of at most `limit` UTF-16 units; a longer one ends in `…`, and no character is cut in half. Never throws. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Makes a text from outside fit to be shown. Never throws. */
export type Show = (text: string) => string;

/** A value from outside as it may stand in a message: quoted, escaped, masked and short; objects and arrays only by type. Never throws. */
export function quoteValue(value: unknown, show: Show = maskFreeText): string {
  if (typeof value === 'string') return escapeUnseen(JSON.stringify(shorten(show(value), LONGEST_QUOTE)));
  if (typeof value === 'number' || typeof value === 'boolean')
    return shorten(show(String(value)), LONGEST_QUOTE);
  return nameType(value);
}

/** The JSON type of a value, with its article: `a string`, `an array`, `null`. Never throws. */
export function nameType(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Words as a choice, `pass, fail or none`, or with another word before the last. Never throws. */
export function toChoice(words: readonly string[], conjunction: 'or' | 'and' = 'or'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** A path as a reader writes it, for example `link_event_body.state` or `fields[2]`, with keys masked and short. Never throws. */
export function formatPath(path: readonly PathStep[], show: Show = maskFreeText): string {
  return path
    .map((step) => formatStep(step, show))
    .join('')
    .replace(/^\./, '');
}

function formatStep(step: PathStep, show: Show): string {
  if (typeof step === 'number') return `[${step}]`;
  return /^[\w-]{1,40}$/.test(step) && show(step) === step ? `.${step}` : `[${quoteValue(step, show)}]`;
}

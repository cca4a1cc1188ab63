import { findRevision } from '../../events/definition.ts';
import { drawBelow } from './draw.ts';
import type { Scene } from './wish.ts';

/** The day of the documented examples. Fixed, because the same seed gives the same bytes on every day. */
const FIRST_MS = Date.parse('2025-05-05T00:00:00Z');
/** Each payload has a minute to itself. */
const STEP_MS = 60_000;

/**
 * The time of a payload as its revision writes it: with nine fractional digits, or none; the older form of the bank link
 * names no zone. Each payload is later than the one before it. Never throws.
 * Source: the documented examples, Footprint webhook documentation, 2025-05 and external-id revisions.
 */
export function makeTimestamp({ form: { definition }, dice, index, before }: Scene): string {
  const isOlder = findRevision(definition, before) === '2025-05';
  const hasZone = !isOlder || definition.name !== 'user.bank_link_updated';
  return writeTimestamp({ index, dice, digits: isOlder ? 9 : 0 }) + (hasZone ? 'Z' : '');
}

/** The time of a payload in UTC with 0 to 9 fractional digits and without the `Z` at its end. Never throws. */
export function writeTimestamp({
  index,
  dice,
  digits,
}: Pick<Scene, 'index' | 'dice'> & { readonly digits: number }): string {
  const second = new Date(FIRST_MS + index * STEP_MS + drawBelow(dice, STEP_MS)).toISOString().slice(0, 19);
  const fraction = Array.from({ length: digits }, () => drawBelow(dice, 10)).join('');
  return digits === 0 ? second : `${second}.${fraction}`;
}

import { distance } from 'fastest-levenshtein';
import { AppError } from '../error.ts';
import { EVENTS } from './catalogue.ts';
import type { EventDefinition } from './definition.ts';
import { quoteValue, toChoice } from './wording.ts';

const PREFIX = 'footprint.';
/** No event name is half as long; the rest of a longer text says nothing about a typo. */
const LONGEST_NAME = 80;

/** The event with this full kind or short name, exactly as written, or undefined. Never throws. */
export function findEvent(name: string): EventDefinition | undefined {
  return EVENTS.find((event) => event.kind === name || event.name === name);
}

/**
 * The events whose names are near enough to be what was meant, nearest first, at most two.
 * Never throws.
 */
export function suggestEvents(name: string): readonly EventDefinition[] {
  const wanted = name.slice(0, LONGEST_NAME).trim().toLowerCase().replace(PREFIX, '');
  return EVENTS.map((event) => ({ event, edits: distance(wanted, event.name) }))
    .filter(({ event, edits }) => edits <= event.name.length / 3)
    .sort((one, other) => one.edits - other.edits)
    .slice(0, 2)
    .map(({ event }) => event);
}

/**
 * The event that the user named, by full kind or short name.
 * Throws AppError `unknown_event`; the hint holds the nearest names and all names.
 */
export function parseEventName(name: string): EventDefinition {
  const event = findEvent(name);
  if (event !== undefined) return event;
  const near = suggestEvents(name).map((suggestion) => suggestion.name);
  const question = near.length === 0 ? '' : `Did you mean ${toChoice(near)}? `;
  const all = EVENTS.map((each) => each.name).join(', ');
  throw new AppError(
    'unknown_event',
    `There is no event called ${quoteValue(name)}.`,
    `${question}The events are: ${all}.`,
  );
}

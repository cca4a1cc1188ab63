import { AppError } from '../../error.ts';
import { EVENT_KINDS, EVENTS } from '../../events/catalogue.ts';
import { parseEventName } from '../../events/event-name.ts';
import { quoteValue } from '../../events/wording.ts';
import { isGlob, toEventTest } from '../../filter/event-glob.ts';

/** What the inputs must hold, all together. */
export interface Requirement {
  /** Kinds of the catalogue. */
  readonly events: ReadonlySet<string>;
  /** Whether each documented value of these events must come as well. */
  readonly values: boolean;
}

/**
 * Reads what is required: `all` (every event), `values` (every event with every documented value), or events and globs
 * over events, also several with commas between them. Deprecated events are required by their names, or by globs that fit no
 * other: where they came, `--strict` would fail. Throws AppError `unknown_event` for a name or glob that no event fits, with
 * the nearest names.
 */
export function parseRequirement(texts: readonly string[]): Requirement {
  const words = texts.flatMap((text) => text.split(',')).map((word) => word.trim());
  return { events: new Set(words.flatMap(toKinds)), values: words.includes('values') };
}

function toKinds(word: string): readonly string[] {
  if (word === 'all' || word === 'values') return CURRENT;
  if (!isGlob(word)) return [parseEventName(word).kind];
  const fits = toEventTest([word]);
  const current = CURRENT.filter((kind) => fits(kind));
  const kinds = current.length > 0 ? current : EVENT_KINDS.filter((kind) => fits(kind));
  if (kinds.length > 0) return kinds;
  const all = EVENTS.map(({ name }) => name).join(', ');
  throw new AppError('unknown_event', `No event fits ${quoteValue(word)}.`, `The events are: ${all}.`);
}

const CURRENT: readonly string[] = EVENTS.filter(({ deprecated }) => deprecated === undefined).map(
  ({ kind }) => kind,
);

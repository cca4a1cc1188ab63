import { AppError } from '../../core/error.ts';
import { findCondition } from '../../core/filter/condition.ts';
import { flags, type OptionsOf } from '../declare.ts';
import { condition, eventGlob, isEventText } from '../event-flags.ts';

/** Filters of what is shown and passed on. */
export const filterFlags = flags({
  event: {
    flag: '--event <glob>',
    about: 'show and pass on only these events (may be repeated)',
    parse: eventGlob,
    repeat: true,
  },
  where: {
    flag: '--where <condition>',
    about:
      'show and pass on only what fits: status=fail, fields~ssn, header:user-agent~Svix (may be repeated)',
    parse: condition,
    repeat: true,
  },
});

export type FilterOptions = OptionsOf<typeof filterFlags>;

/** A filter as a person types it: event globs and conditions, separated by spaces. Throws AppError `usage` or `unknown_event`. */
export function readFilter(text: string): FilterOptions {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const conditions = words.map(findCondition);
  const globs = words.filter((_, index) => conditions[index] === undefined);
  const odd = globs.find((word) => !isEventText(word));
  if (odd !== undefined) {
    throw new AppError(
      'usage',
      `"${odd}" is neither an event nor a condition.`,
      'For example: user.* status=fail',
    );
  }
  return { event: globs.map(eventGlob), where: conditions.filter((each) => each !== undefined) };
}

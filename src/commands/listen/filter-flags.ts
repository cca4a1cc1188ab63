import type { Command } from 'commander';
import { AppError } from '../../core/error.ts';
import { type Condition, findCondition } from '../../core/filter/condition.ts';
import { condition, eventGlob, isEventText, repeated } from '../event-flags.ts';

/** What is shown and passed on. */
export interface FilterOptions {
  readonly event?: readonly string[];
  readonly where?: readonly Condition[];
}

/** Adds `--event` and `--where`. */
export function addFilterFlags(command: Command): Command {
  return command
    .option('--event <glob>', 'show and pass on only these events (may be repeated)', repeated(eventGlob))
    .option(
      '--where <condition>',
      'show and pass on only what fits: status=fail, fields~ssn, header:user-agent~Svix (may be repeated)',
      repeated(condition),
    );
}

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

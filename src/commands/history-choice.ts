import type { Command } from 'commander';
import { AppError } from '../core/error.ts';
import type { Query } from '../core/history/history.ts';
import { toWords } from '../core/history/words.ts';
import { positiveInteger } from './flags.ts';
import { addFilterFlags, type FilterOptions, toQuery } from './selection-flags.ts';

/** The flags by which a command takes deliveries of the history in place of what is named. */
export interface HistoryChoice extends FilterOptions {
  /** The newest so many of the history; true for the newest one. */
  readonly last?: number | true;
  /** Words that stand in the delivery. */
  readonly search?: string;
}

/** Adds what chooses from the history: `--last`, `--search` and its filters. */
export function addHistoryChoice(command: Command, verb: string): Command {
  return addFilterFlags(
    command.option(
      '--last [number]',
      `${verb} the newest delivery of the history, or so many, oldest first`,
      positiveInteger,
    ),
  ).option('--search <words>', 'only those in which all these words stand');
}

/** The flags that choose from the history, in the order in which they are named in messages. */
const HISTORY_FLAGS = {
  last: '--last',
  search: '--search',
  event: '--event',
  verdict: '--verdict',
  status: '--status',
  fpId: '--fp-id',
  since: '--since',
  until: '--until',
  where: '--where',
} as const satisfies Partial<Record<keyof HistoryChoice, string>>;

/** The first of the flags that choose from the history; undefined when none was typed. Never throws. */
export function findHistoryFlag(options: HistoryChoice): string | undefined {
  return Object.entries(HISTORY_FLAGS).find(
    ([name]) => options[name as keyof typeof HISTORY_FLAGS] !== undefined,
  )?.[1];
}

/**
 * What to ask the history for; undefined when no flag asks for it. Throws AppError `usage` as `toQuery` does, and for a
 * search for nothing.
 */
export function findQuery(options: HistoryChoice): Query | undefined {
  if (findHistoryFlag(options) === undefined) return undefined;
  const { last, search } = options;
  if (search !== undefined && toWords(search).length === 0) {
    const message = '--search has no word to search for.';
    throw new AppError('usage', message, 'Give words of letters or digits.');
  }
  return {
    ...toQuery(options),
    ...(last !== undefined && { limit: last === true ? 1 : last }),
    ...(search !== undefined && { text: search }),
  };
}

import type { Command } from 'commander';
import { AppError } from '../core/error.ts';
import type { Query } from '../core/history/history.ts';
import { toWords } from '../core/history/words.ts';
import { addFlags, flags, type OptionsOf, toLong } from './declare.ts';
import { positiveInteger } from './flags.ts';
import { filterFlags, toQuery } from './selection-flags.ts';

/** Flags that choose deliveries of the history instead of named inputs. `last` is the newest N, or true for the newest one. */
export const historyChoiceFlags = flags({
  last: {
    flag: '--last [number]',
    about: 'take the newest delivery of the history, or so many, oldest first',
    parse: positiveInteger,
  },
  ...filterFlags,
  search: { flag: '--search <words>', about: 'only those in which all these words stand' },
});

export type HistoryChoice = OptionsOf<typeof historyChoiceFlags>;

/** Names of the flags that choose from the history, in the order in which messages name them. */
const HISTORY_CHOICE = ['last', 'search', ...Object.keys(filterFlags)] as const;

/** Adds the flags that choose from the history; the help says what the command does with a delivery. */
export function addHistoryChoice(command: Command, verb: string): Command {
  const about = `${verb} the newest delivery of the history, or so many, oldest first`;
  return addFlags(command, { ...historyChoiceFlags, last: { ...historyChoiceFlags.last, about } });
}

/** The first typed flag that chooses from the history, or undefined. Never throws. */
export function findHistoryFlag(options: HistoryChoice): string | undefined {
  const values = new Map<string, unknown>(Object.entries(options));
  const name = HISTORY_CHOICE.find((each) => values.get(each) !== undefined);
  return name === undefined ? undefined : toLong(name);
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

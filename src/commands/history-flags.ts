import { relative, resolve } from 'node:path';
import { AppError } from '../core/error.ts';
import type { History, HistoryReader } from '../core/history/history.ts';
import { followLinks } from '../io/follow-links.ts';
import { HISTORY_PATH } from '../io/state-paths.ts';
import type { Context } from './command.ts';
import { flags, type OptionsOf } from './declare.ts';

/** The flag of every command that reads or writes the history. */
export const historyFlags = flags({
  history: { flag: '--history <file>', about: `the history (default: ${HISTORY_PATH})` },
});

export type HistoryOptions = OptionsOf<typeof historyFlags>;

/** The absolute path of the history, behind all symbolic links: what belongs to it lies beside the file itself. Never throws. */
export function toHistoryPath({ history = HISTORY_PATH }: HistoryOptions, { cwd }: Context): string {
  return followLinks(resolve(cwd, history));
}

/** A path as it is told: from the working folder where it lies in it. Never throws. */
export function toToldPath(path: string, { cwd }: Context): string {
  const short = relative(cwd, path);
  return short.startsWith('..') ? path : short;
}

/**
 * Lends a history that is there to a function. Throws AppError `no_input` when there is none, and what the store throws:
 * `history_damaged`, `history_locked`, `history_newer`, `file_unreadable`.
 */
export async function withReader<Value>(
  options: HistoryOptions,
  context: Context,
  use: (reader: HistoryReader) => Value | Promise<Value>,
): Promise<Value> {
  const { openHistoryReader } = await import('../io/history/open-reader.ts');
  const reader = await openHistoryReader(toHistoryPath(options, context));
  if (reader === undefined) throw toAbsent(options, context);
  try {
    return await use(reader);
  } finally {
    await reader.close();
  }
}

/** That there is no history, as AppError `no_input`. Never throws. */
export function toAbsent(options: HistoryOptions, context: Context): AppError {
  const hint =
    options.history === undefined
      ? 'fp-webhooks listen keeps what it receives: run this in the same folder, or name a file with --history.'
      : 'Check the path that --history names.';
  const path = toToldPath(toHistoryPath(options, context), context);
  return new AppError('no_input', `There is no history at ${path}.`, hint);
}

/** Lends a history that is made where there is none. Throws what the store throws, and AppError `file_unwritable`. */
export async function withHistory<Value>(
  options: HistoryOptions,
  context: Context,
  use: (history: History) => Value | Promise<Value>,
): Promise<Value> {
  if (options.history === undefined) (await import('../io/state-folder.ts')).makeStateFolder(context.cwd);
  const { openHistory } = await import('../io/history/open-history.ts');
  const path = toHistoryPath(options, context);
  const history = await openHistory(path, { patienceMs: context.waits.lockMs });
  try {
    return await use(history);
  } finally {
    await history.close();
  }
}

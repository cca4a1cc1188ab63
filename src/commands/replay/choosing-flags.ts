import type { Command } from 'commander';
import { AppError } from '../../core/error.ts';
import { findHistoryFlag, type HistoryChoice } from '../history-choice.ts';

/** What is sent, besides what is named. */
export interface ChoosingOptions extends HistoryChoice {
  readonly all?: boolean;
}

/** Adds `--all`. */
export function addAllFlag(command: Command): Command {
  return command.option(
    '-a, --all',
    'send every documented event, and three in layouts that no serialiser writes',
  );
}

/**
 * Throws AppError `usage` for two ways of choosing at once: a filter of the history could be taken for one of the file
 * that is named, and more would be sent than was meant.
 */
export function checkChoosing(names: readonly string[], options: ChoosingOptions): void {
  const [name] = names;
  const { all = false } = options;
  const flag = findHistoryFlag(options);
  if (all && name !== undefined) {
    const message = `--all sends every documented event, and "${name}" is named besides.`;
    throw new AppError('usage', message, 'Use one of the two.');
  }
  if (flag === undefined || (name === undefined && !all)) return;
  const what = all ? '--all sends every documented event' : `"${name}" is named besides`;
  throw new AppError(
    'usage',
    `${flag} chooses from the history, and ${what}: they cannot be used together.`,
    all ? "To choose among the events, name them: 'user.*'" : 'Use one of the two.',
  );
}

import { AppError } from '../../core/error.ts';
import { isPresent } from '../../io/input-files.ts';
import type { CommandDefinition } from '../command.ts';
import { addFlags } from '../declare.ts';
import { type HistoryOptions, historyFlags, toAbsent, toHistoryPath, toToldPath } from '../history-flags.ts';

/** `fp-webhooks history recover`: makes a new history of what can be read of a damaged one. */
export const recover: CommandDefinition<HistoryOptions> = {
  drains: false,
  flags: (command) => addFlags(command, historyFlags),
  examples: [
    ['fp-webhooks history recover', 'save what can be read; the damaged file is kept beside it'],
    ['fp-webhooks history recover --json | jq .lost', 'how many could not be saved, for scripts'],
  ],
  run: async ([name], options, context) => {
    if (name !== undefined)
      throw new AppError('usage', `history recover takes no arguments, and "${name}" is one.`);
    const path = toHistoryPath(options, context);
    if (!isPresent(path, context.cwd)) throw toAbsent(options, context);
    const { recoverHistory } = await import('../../io/history/recover.ts');
    context.progress('Reading what is left');
    const { recovered, unreadable, damagedPath } = recoverHistory(path, new Date());
    context.progress(undefined);
    context.report({
      type: 'summary',
      command: 'history recover',
      recovered,
      lost: unreadable,
      ...(damagedPath !== undefined && { damaged: toToldPath(damagedPath, context) }),
      history: toToldPath(path, context),
    });
    return unreadable === 0 ? 'passed' : 'failed';
  },
};

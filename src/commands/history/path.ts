import { AppError } from '../../core/error.ts';
import { isPresent } from '../../io/input-files.ts';
import type { CommandDefinition } from '../command.ts';
import { addFlags } from '../declare.ts';
import { type HistoryOptions, historyFlags, toHistoryPath } from '../history-flags.ts';

/** `fp-webhooks history path`: where the history is, or would be. */
export const path: CommandDefinition<HistoryOptions> = {
  drains: false,
  flags: (command) => addFlags(command, historyFlags),
  examples: [
    ['fp-webhooks history path', 'the absolute path, also when there is no history yet'],
    ['ls -l "$(fp-webhooks history path)"', 'in a script'],
  ],
  run: async ([name], options, context) => {
    if (name !== undefined)
      throw new AppError('usage', `history path takes no arguments, and "${name}" is one.`);
    const file = toHistoryPath(options, context);
    context.report({ type: 'location', path: file, exists: isPresent(file, context.cwd) });
    return 'passed';
  },
};

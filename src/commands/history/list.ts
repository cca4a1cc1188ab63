import { AppError } from '../../core/error.ts';
import type { CommandDefinition } from '../command.ts';
import { addFlags } from '../declare.ts';
import { type HistoryOptions, historyFlags, withReader } from '../history-flags.ts';
import { type SelectionOptions, selectionFlags, toQuery } from '../selection-flags.ts';
import { printKept } from './print-kept.ts';

/** `fp-webhooks history list`: the deliveries that were kept, a line each. */
export const list: CommandDefinition<HistoryOptions & SelectionOptions> = {
  drains: false,
  flags: (command) => addFlags(command, { ...selectionFlags, ...historyFlags }),
  examples: [
    ['fp-webhooks history list', 'the newest 20'],
    ['fp-webhooks history list --verdict invalid --since 2h', 'what was not verified in the last two hours'],
    ["fp-webhooks history list --event 'onboarding.*' --where status=fail", 'onboardings that did not pass'],
    ['fp-webhooks history list --status 5xx --json | jq -r .id', 'what your app failed on, for scripts'],
  ],
  run: async ([name], options, context) => {
    if (name !== undefined) {
      const hint = `To see one: fp-webhooks history show ${name}; to search: fp-webhooks history search ${name}`;
      throw new AppError('usage', `history list takes no arguments, and "${name}" is one.`, hint);
    }
    const query = toQuery(options);
    return withReader(options, context, (reader) => printKept(reader, query, context));
  },
};

import { AppError } from '../../core/error.ts';
import { toWords } from '../../core/history/words.ts';
import type { CommandDefinition } from '../command.ts';
import { addFlags } from '../declare.ts';
import { type HistoryOptions, historyFlags, withReader } from '../history-flags.ts';
import { type SelectionOptions, selectionFlags, toQuery } from '../selection-flags.ts';
import { printKept } from './print-kept.ts';

/** `fp-webhooks history search`: the deliveries in which words stand, and where. */
export const search: CommandDefinition<HistoryOptions & SelectionOptions> = {
  drains: false,
  flags: (command) =>
    addFlags(
      command.argument('[words...]', 'all of them must be there; the last may be the beginning of one'),
      { ...selectionFlags, ...historyFlags },
    ),
  examples: [
    ['fp-webhooks history search ssn9', 'which deliveries name this field?'],
    ['fp-webhooks history search fp_id_test_7a', 'what came for the user whose id begins so'],
    ['fp-webhooks history search --since 1d bank error', 'both words, in the last day'],
  ],
  run: async (words, options, context) => {
    const text = words.join(' ');
    if (toWords(text).length === 0)
      throw new AppError('usage', 'There is nothing to search for.', 'Give words of letters or digits.');
    const query = { ...toQuery(options), text };
    return withReader(options, context, (reader) => printKept(reader, query, context));
  },
};

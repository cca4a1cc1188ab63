import { AppError } from '../../core/error.ts';
import type { CommandDefinition } from '../command.ts';
import { addFlags } from '../declare.ts';
import { toDeliveryRecord } from '../delivery-record.ts';
import { type HistoryOptions, historyFlags, withReader } from '../history-flags.ts';
import { findAttempts, pickKept } from '../kept-delivery.ts';

/** `fp-webhooks history show`: one delivery with all that is known of it. */
export const show: CommandDefinition<HistoryOptions> = {
  drains: false,
  flags: (command) =>
    addFlags(
      command.argument('[id]', 'its id or the beginning of it, or a message id (default: the newest)'),
      historyFlags,
    ),
  examples: [
    ['fp-webhooks history show', 'the newest delivery'],
    ['fp-webhooks history show 01KANM8F', 'by the beginning of its id, as history list shows it'],
    ['fp-webhooks history show --show-pii', 'with personal data as it came'],
    ['fp-webhooks history show --json | jq .body.value', 'its payload, for scripts'],
  ],
  run: async ([id, second], options, context) => {
    if (second !== undefined) {
      const message = `history show shows one delivery, and "${second}" is a second one.`;
      throw new AppError('usage', message, 'Show them one by one.');
    }
    await withReader(options, context, (reader) => {
      const kept = pickKept(reader, id);
      context.report(toDeliveryRecord(kept, findAttempts(reader, kept.capture), context.showPii));
    });
    return 'passed';
  },
};

import { encodeCapture } from '../../core/capture/capture.ts';
import { AppError } from '../../core/error.ts';
import type { HistoryReader, Query } from '../../core/history/history.ts';
import type { Part } from '../../core/validation/parts/part.ts';
import type { Context } from '../command.ts';
import { findQuery, type HistoryChoice } from '../history-choice.ts';
import { type HistoryOptions, withReader } from '../history-flags.ts';
import { findInOrder } from '../selection-flags.ts';
import type { Inputs } from './check-all.ts';
import { toHistoryName } from './input-names.ts';

/**
 * Lends what the history holds, or what the flags choose of it, as inputs. Throws AppError `no_input` where nothing fits,
 * and what `withReader` and `findQuery` throw.
 */
export function withHistoryInput<Value>(
  options: HistoryOptions & HistoryChoice,
  context: Context,
  use: (inputs: Inputs) => Promise<Value>,
): Promise<Value> {
  return withReader(options, context, async (reader) => {
    const names: string[] = [];
    const open = () => readHistoryParts(reader, findQuery(options) ?? {}, names);
    const value = await use({ names, plans: [{ kind: 'stream', input: 0, name: '(history)', open }] });
    if (names.length === 0) throw toNothingFits();
    return value;
  });
}

/**
 * The deliveries of the history that a query means, oldest first, each an input of its own: its name is its id, and a place
 * in it is one in what `history export ID` prints. The names are added as they come. Throws what `find` of the history throws.
 */
async function* readHistoryParts(
  reader: HistoryReader,
  query: Query,
  names: string[],
): AsyncGenerator<Part, void> {
  for (const { capture } of findInOrder(reader, query)) {
    const input = names.length;
    const name = toHistoryName(capture.id);
    names.push(name);
    const bytes = Buffer.from(encodeCapture(capture));
    yield { input, part: 0, name, form: 'lines', bytes, column: 1 };
  }
}

function toNothingFits(): AppError {
  return new AppError(
    'no_input',
    'No delivery in the history fits: nothing was checked.',
    'fp-webhooks history list takes the same flags and shows what there is.',
  );
}

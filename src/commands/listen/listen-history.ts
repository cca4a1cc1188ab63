import { AppError } from '../../core/error.ts';
import type { History } from '../../core/history/history.ts';
import type { Bound } from '../../io/history/bound.ts';
import { remarkOnGroup } from '../../io/own-state.ts';
import { makeStateFolder } from '../../io/state-folder.ts';
import type { Context } from '../command.ts';
import { type HistoryOptions, toHistoryPath, toToldPath } from '../history-flags.ts';

const GIB = 1_073_741_824;

/** What is said about keeping. */
export interface KeepingOptions extends HistoryOptions {
  /** false for `--no-save`. */
  readonly save?: boolean;
}

/** A history, and where it is, for display; undefined when it is gone with the process. */
export interface ListenHistory {
  readonly history: History;
  readonly place: string | undefined;
}

/** Opens what deliveries are kept in. Throws AppError `usage`, and as `openHistory` does. */
export async function openListenHistory(options: KeepingOptions, context: Context): Promise<ListenHistory> {
  if (options.save === false) {
    if (context.originOf('history').source === 'flag')
      throw new AppError(
        'usage',
        '--no-save keeps nothing, so --history has no effect.',
        'Use one of the two.',
      );
    const { createMemoryHistory } = await import('../../io/history/memory.ts');
    return { history: createMemoryHistory(), place: undefined };
  }
  const folder = options.history === undefined ? makeStateFolder(context.cwd) : undefined;
  for (const message of folder === undefined ? [] : remarkOnGroup(folder))
    context.report({ type: 'notice', code: 'open_to_group', message });
  const path = toHistoryPath(options, context);
  const { openHistory } = await import('../../io/history/open-history.ts');
  const { BOUND } = await import('../../io/history/bound.ts');
  const place = toToldPath(path, context);
  const onPruned = ({ removed }: { readonly removed: number }) =>
    context.report({
      type: 'notice',
      code: 'history_pruned',
      message: toBoundSentence(removed, place, BOUND),
    });
  return { history: await openHistory(path, { onPruned, patienceMs: context.waits.lockMs }), place };
}

function toBoundSentence(removed: number, place: string, { deliveries, bytes }: Bound): string {
  const oldest = removed === 1 ? 'oldest delivery was' : `${toCount(removed)} oldest deliveries were`;
  return `The ${oldest} removed from ${place}, which holds at most ${toCount(deliveries)} deliveries or ${toCount(bytes / GIB)} GiB.`;
}

function toCount(count: number): string {
  return count.toLocaleString('en-US');
}

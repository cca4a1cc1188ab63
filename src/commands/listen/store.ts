import type { Answer as StoredAnswer } from '../../core/capture/capture.ts';
import { AppError } from '../../core/error.ts';
import type { Conclusion, Earlier, History } from '../../core/history/history.ts';
import type { Bound } from '../../io/history/bound.ts';
import { remarkOnGroup } from '../../io/own-state.ts';
import type { Answer, Drop } from '../../io/receiver/options.ts';
import { makeStateFolder } from '../../io/state-folder.ts';
import type { Context } from '../command.ts';
import { flags, type OptionsOf } from '../declare.ts';
import { historyFlags, toHistoryPath, toToldPath } from '../history-flags.ts';
import { type Judged, toJsonAnswer } from './judge.ts';

/** A delivery that is stored, or one that could not be stored and is refused for now. */
export interface Stored extends Judged {
  readonly earlier: Earlier;
  readonly isStored: boolean;
}

/** The history, with its failures reported instead of thrown. */
export interface Store {
  /** Step 3: resolves when the delivery is on the disk. One that could not be stored gets a plan to refuse it. */
  readonly add: (judged: Judged) => Promise<Stored>;
  /** Adds the answers of apps, some time later. */
  readonly conclude: (id: string, conclusion: Conclusion) => void;
}

/** A store over a history. */
export function createStore(history: History, report: Context['report']): Store {
  return {
    add: async (judged) => {
      const { capture, content, messageId, plan } = judged;
      const answer = plan.appDecides ? undefined : toStoredAnswer('listener', plan.answer);
      const labels = { messageId, event: content.event, fpId: content.fpId };
      try {
        const earlier = await history.add(answer === undefined ? capture : { ...capture, answer }, labels);
        return { capture, content, messageId, plan, earlier, isStored: true };
      } catch (error) {
        reportFailure(error, { code: 'not_kept', what: 'A delivery was not kept.', hint: HINT, report });
        return { ...judged, plan: { ...REFUSAL, isWanted: plan.isWanted }, ...NOT_STORED };
      }
    },
    conclude: (id, conclusion) => {
      history.conclude(id, conclusion).catch((error: unknown) => {
        const what = `What became of the delivery ${id} was not kept.`;
        reportFailure(error, { code: 'answer_not_kept', what, report });
      });
    },
  };
}

const HINT = 'The sender was answered 503, so that it tries again.';
const NOT_STORED = { earlier: { count: 0, verified: 0 }, isStored: false } as const;
/** It is shown, and goes nowhere: the sender will send it again. */
const REFUSAL = {
  urls: [],
  answer: toJsonAnswer(503, { error: 'not_kept' }),
  appDecides: false,
  isOnPurpose: false,
} as const;

interface Failure {
  readonly code: string;
  readonly what: string;
  readonly hint?: string;
  readonly report: Context['report'];
}

function reportFailure(error: unknown, { code, what, hint, report }: Failure): void {
  if (!(error instanceof AppError)) throw error;
  const hints = [error.hint, hint].filter((each) => each !== undefined).join(' ');
  const message = `${what} ${error.message}`;
  report({ type: 'notice', code, message, ...(hints !== '' && { hint: hints }) });
}

/** An answer as it is stored. */
export function toStoredAnswer(by: StoredAnswer['by'], answer: Answer | Drop): StoredAnswer {
  return { by, status: 'kind' in answer ? null : answer.status };
}

const GIB = 1_073_741_824;

/** Flags for keeping. */
export const keepingFlags = flags({
  ...historyFlags,
  save: { flag: '--no-save', about: 'keep nothing on the disk' },
});

export type KeepingOptions = OptionsOf<typeof keepingFlags>;

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

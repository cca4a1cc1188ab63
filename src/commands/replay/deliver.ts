import { writeWhole } from '../../io/write-file.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context, Outcome } from '../command.ts';
import type { Manner } from './delivery-flags.ts';
import { type Keeper, type KeepOptions, withKeeper } from './keep.ts';
import type { Signing } from './signing.ts';
import type { Target } from './target.ts';

/** Where and how messages are sent. */
export interface Sending {
  readonly target: Target;
  readonly signing: Signing;
  readonly manner: Manner;
  readonly keeper: Keeper;
}

/** Result of a run. */
export interface RunResult {
  /** The record of the last attempt of each message, in the order of the messages; empty in bulk. */
  readonly last: readonly RecordOf<'sent'>[];
  /** Tells whether something was sent, and nothing was answered. */
  readonly isUnreachable: boolean;
  readonly summary: Extract<RecordOf<'summary'>, { command: 'replay' }>;
}

/** Order to send, with the flags that say what is done with the result. */
export interface Delivering extends Omit<Sending, 'keeper'> {
  readonly options: KeepOptions & { readonly report?: string };
}

/** Sends, reports the summary and writes the JUnit report. Throws what sending, keeping and writing throw. */
export function deliver(
  send: (sending: Sending) => Promise<RunResult>,
  { options, ...rest }: Delivering,
  context: Context,
): Promise<Outcome> {
  return withKeeper(options, { keys: rest.signing.keys, context }, async (keeper) => {
    const { summary, last, isUnreachable } = await send({ ...rest, keeper });
    context.report(summary);
    if (options.report !== undefined) {
      const { toReplayJunit } = await import('../../report/junit.ts');
      writeWhole(options.report, toReplayJunit(summary, last), context.cwd);
    }
    if (isUnreachable) return 'unreachable';
    return summary.failed + summary.notSent === 0 && summary.stopped === undefined ? 'passed' : 'failed';
  });
}

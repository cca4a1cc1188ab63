import type { Context, Outcome } from '../command.ts';
import type { Manner } from './delivery-flags.ts';
import { type KeepOptions, withKeeper } from './keep.ts';
import type { RunResult } from './run-result.ts';
import type { Signing } from './signing.ts';
import type { Messages } from './singly.ts';
import type { Target } from './target.ts';

/** Sends what was read and checked. */
export type Send = (run: Omit<Messages, 'messages'>) => Promise<RunResult>;

/** Where and how it is sent. */
export interface Delivering {
  readonly target: Target;
  readonly signing: Signing;
  readonly manner: Manner;
  readonly options: KeepOptions & { readonly report?: string };
}

/** Sends, says what came of it, and writes the report. Throws what sending, keeping and writing throw. */
export function deliver(
  send: Send,
  { target, signing, manner, options }: Delivering,
  context: Context,
): Promise<Outcome> {
  return withKeeper(options, { keys: signing.keys, context }, async (keeper) => {
    const result = await send({ target, signing, manner, keeper });
    context.report(result.summary);
    if (options.report !== undefined) await writeReport(options.report, result, context);
    return toOutcome(result);
  });
}

async function writeReport(file: string, result: RunResult, { cwd }: Context): Promise<void> {
  const { writeReplayJunit } = await import('./junit.ts');
  writeReplayJunit(file, result, cwd);
}

function toOutcome({ summary, isUnreachable }: RunResult): Outcome {
  if (isUnreachable) return 'unreachable';
  return summary.failed + summary.notSent === 0 && summary.stopped === undefined ? 'passed' : 'failed';
}

import type { Expectations } from '../../core/expectation/expectations.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context, Outcome } from '../command.ts';
import { toShownEvent } from '../shown-event.ts';
import type { Listener } from './assemble.ts';
import type { AssertionOptions } from './assertion-flags.ts';
import type { Ending } from './ending.ts';

interface End {
  readonly expectations: Expectations | undefined;
  readonly ending: Ending;
  readonly listener: Listener;
  readonly options: AssertionOptions;
  readonly context: Context;
}

/** Says what came of it, and whether that was what the user wanted. Throws AppError `file_unwritable` for the report. */
export async function conclude(end: End): Promise<Outcome> {
  const { expectations, listener, context } = end;
  const assertion = expectations && toAssertion(expectations, end);
  if (assertion !== undefined) context.report(assertion);
  context.report(toSummary(listener));
  // Last, because nothing is said after a failure.
  if (assertion !== undefined) await writeReport(assertion, end);
  return assertion?.met === false ? 'failed' : 'passed';
}

async function writeReport(assertion: RecordOf<'assertion'>, { options, context }: End): Promise<void> {
  if (options.report === undefined) return;
  const { writeJunit } = await import('./junit.ts');
  writeJunit(options.report, assertion, context.cwd);
}

function toAssertion(expectations: Expectations, { ending, context }: End): RecordOf<'assertion'> {
  const { met, expectations: list, instead } = expectations.tally();
  return {
    type: 'assertion',
    met,
    waitedMs: Math.round(ending.elapsedMs()),
    expectations: list.map((each) => ({ ...each })),
    instead: instead.map((each) => ({
      ...each,
      event: each.event === null ? null : toShownEvent(each.event, context.showPii),
    })),
  };
}

/** What happened so far. */
export function toSummary({ tally, place }: Pick<Listener, 'tally' | 'place'>): RecordOf<'summary'> {
  const { notKept, ...counts } = tally;
  return {
    type: 'summary',
    command: 'listen',
    ...counts,
    ...(notKept > 0 && { notKept }),
    ...(place !== undefined && { history: place }),
  };
}

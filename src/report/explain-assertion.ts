import type { Insufficiency } from '../core/filter/expectations.ts';
import type { RecordOf } from './records.ts';
import { toCount, toShortName } from './text.ts';

type Assertion = RecordOf<'assertion'>;

/** What is missing of one expectation, as a sentence. Never throws. */
export function explainShortfall({ event, wanted, came }: Assertion['expectations'][number]): string {
  const name = toShortName(event);
  if (came === 0) return `${name} did not come${wanted > 1 ? ` (${wanted} were expected)` : ''}.`;
  return `${name} came ${toCount(came, 'time')}, not ${wanted}.`;
}

/** One thing that came and counted for nothing. Never throws. */
export function explainInstead({ event, count, reason }: Assertion['instead'][number]): string {
  const name = event === null ? '(no event)' : toShortName(event);
  return `${name}${count > 1 ? ` × ${count}` : ''}: ${REASONS[reason]}`;
}

const REASONS: Readonly<Record<Insufficiency, string>> = {
  not_verified: 'its signature was not verified',
  condition: 'held back by --event or --where',
  repeated: 'the same message came before',
  not_expected: 'nothing of the kind was expected',
};

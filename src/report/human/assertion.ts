import type { Insufficiency } from '../../core/filter/expectations.ts';
import { type Page, paragraph } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toCount, toShortName } from '../text.ts';

/** Whether what was expected came, what is missing and what came instead. */
export function renderAssertion(record: RecordOf<'assertion'>, page: Page): string {
  const { met, expectations, instead, waitedMs } = record;
  const seconds = `${(waitedMs / 1_000).toFixed(1)} s`;
  if (met) {
    const all = toCount(expectations.length, 'expectation');
    return `\n${paragraph(`✓ ${all} met after ${seconds}.`, page, { indent: 0, style: 'good' })}`;
  }
  const missing = expectations.filter(({ came, wanted }) => came < wanted);
  const head = `✗ ${missing.length} of ${toCount(expectations.length, 'expectation')} not met within ${seconds}:`;
  const came = instead.map((each) => paragraph(explainInstead(each), page, { indent: 4, style: 'warn' }));
  return [
    '\n',
    paragraph(head, page, { indent: 0, style: 'bad' }),
    ...missing.map((each) => paragraph(explainShortfall(each), page, { indent: 2, style: 'bad' })),
    came.length === 0
      ? paragraph('Nothing else came.', page, { indent: 2 })
      : paragraph('Instead came:', page, { indent: 2 }),
    ...came,
  ].join('');
}

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

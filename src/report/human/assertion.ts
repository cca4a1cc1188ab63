import { explainInstead, explainShortfall } from '../explain-assertion.ts';
import { type Page, paragraph } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toCount } from '../text.ts';

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

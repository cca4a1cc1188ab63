import { explainInstead, explainShortfall } from './explain-assertion.ts';
import { type JunitCase, renderJunit } from './junit-suite.ts';
import type { RecordOf } from './records.ts';
import { toShort } from './text.ts';

type Assertion = RecordOf<'assertion'>;

/** What was expected and what came, as JUnit's XML: one test case for each expectation. Never throws. */
export function toJunit(assertion: Assertion): string {
  const seconds = assertion.waitedMs / 1_000;
  const cases = assertion.expectations.map((each) => toCase(each, assertion, seconds));
  return renderJunit({ command: 'listen', seconds, cases });
}

function toCase(
  expectation: Assertion['expectations'][number],
  { instead }: Assertion,
  seconds: number,
): JunitCase {
  const { event, wanted, came } = expectation;
  const head = { subject: 'expect', name: wanted === 1 ? event : `${event}=${wanted}`, seconds };
  if (came >= wanted) return head;
  const lines = instead.map((each) => `- ${toShort(explainInstead(each), 300)}`);
  const details = lines.length === 0 ? ['Nothing else came.'] : ['Instead came:', ...lines];
  return { ...head, failure: { code: 'did_not_come', message: explainShortfall(expectation), details } };
}

import XMLBuilder from 'fast-xml-builder';
import { explainInstead, explainShortfall } from './explain-assertion.ts';
import type { RecordOf } from './records.ts';
import { toShort, toVisible } from './text.ts';

/**
 * What was expected and what came, as JUnit's XML, which CI systems show: one test case for each expectation.
 * Never throws. Source: the format that Jenkins and GitLab read (testmoapp/junitxml, 2026).
 */
export function toJunit(assertion: RecordOf<'assertion'>): string {
  const { expectations, waitedMs } = assertion;
  const failures = expectations.filter(({ came, wanted }) => came < wanted).length;
  const time = (waitedMs / 1_000).toFixed(3);
  const counts = { '@_tests': expectations.length, '@_failures': failures, '@_errors': 0, '@_time': time };
  const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true });
  const suite = {
    '@_name': 'fp-webhooks listen',
    ...counts,
    testcase: expectations.map((each) => toCase(each, assertion, time)),
  };
  return builder.build({
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    testsuites: { '@_name': 'fp-webhooks', ...counts, testsuite: suite },
  });
}

type Assertion = RecordOf<'assertion'>;

/** Text that XML 1.0 can hold, on one line. Source: XML 1.0, section 2.2. */
function toXmlText(text: string): string {
  return toVisible(text)
    .toWellFormed()
    .replace(/[\ufffe\uffff]/g, '\ufffd');
}

function toCase(
  expectation: Assertion['expectations'][number],
  { instead }: Assertion,
  time: string,
): object {
  const { event, wanted, came } = expectation;
  const head = {
    '@_classname': 'listen.expect',
    '@_name': toXmlText(wanted === 1 ? event : `${event}=${wanted}`),
    '@_time': time,
  };
  if (came >= wanted) return head;
  const message = toXmlText(explainShortfall(expectation));
  const lines = instead.map((each) => `- ${toXmlText(toShort(explainInstead(each), 300))}`);
  const rest = lines.length === 0 ? ['Nothing else came.'] : ['Instead came:', ...lines];
  return {
    ...head,
    failure: { '@_message': message, '@_type': 'did_not_come', '#text': [message, ...rest].join('\n') },
  };
}

import { explainInstead, explainShortfall } from './human/assertion.ts';
import { toFigures, toOutcomeParts } from './human/sending.ts';
import { type JunitCase, renderJunit } from './junit-suite.ts';
import type { RecordOf } from './records.ts';
import { toCount, toShort } from './text.ts';

type Assertion = RecordOf<'assertion'>;

/** What was expected and what came, as JUnit's XML: one test case for each expectation. Never throws. */
export function toJunit(assertion: Assertion): string {
  const seconds = assertion.waitedMs / 1_000;
  const cases = assertion.expectations.map((each) => toExpectationCase(each, assertion, seconds));
  return renderJunit({ command: 'listen', seconds, cases });
}

function toExpectationCase(
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

type Sent = RecordOf<'sent'>;
type Summary = Extract<RecordOf<'summary'>, { command: 'replay' }>;

/**
 * What `replay` sent as JUnit's XML: one test case for each message, by the record of its last attempt; in bulk one for the
 * whole run. Never throws.
 */
export function toReplayJunit(summary: Summary, last: readonly Sent[]): string {
  const seconds = (summary.durationMs ?? last.reduce((sum, { latencyMs }) => sum + latencyMs, 0)) / 1_000;
  const cases =
    summary.byStatus === undefined
      ? [...last.map((each) => toCase(each, summary)), ...toUnsent(summary)]
      : [toRun(summary, seconds)];
  return renderJunit({ command: 'replay', seconds, cases });
}

function toCase(sent: Sent, { expected }: Summary): JunitCase {
  const {
    source,
    step = source,
    event,
    svixId,
    latencyMs,
    ok,
    status,
    error,
    attempt = 1,
    answer,
    hint,
    copy,
  } = sent;
  const which = copy === undefined ? '' : `, copy ${copy}`;
  const name = `${step} (${svixId ?? 'no id'}${which})`;
  const head = { subject: event ?? 'message', name, seconds: latencyMs / 1_000 };
  if (ok) return head;
  const isUsual = (expected ?? sent.expected) === undefined;
  const what = status === null ? (error?.message ?? 'no answer') : `the app answered ${status}`;
  const message = attempt === 1 ? what : `attempt ${attempt}: ${what}`;
  const code = status === null ? (error?.code ?? 'failed') : isUsual ? 'not_2xx' : 'not_expected';
  const details = [answer === undefined || answer === '' ? undefined : `It answered: ${answer}`, hint].filter(
    (each) => each !== undefined,
  );
  return { ...head, failure: { code, message, details } };
}

function toUnsent({ notSent, url }: Summary): readonly JunitCase[] {
  if (notSent === 0) return [];
  const message = `${toCount(notSent, 'message was', 'messages were')} not sent to ${url}.`;
  return [
    { subject: 'run', name: 'all is sent', seconds: 0, failure: { code: 'not_sent', message, details: [] } },
  ];
}

function toRun(summary: Summary, seconds: number): JunitCase {
  const head = {
    subject: 'bulk',
    name: `${toCount(summary.sent + summary.notSent, 'message')} to ${summary.url}`,
    seconds,
  };
  if (summary.failed + summary.notSent === 0 && summary.stopped === undefined) return head;
  const details = toFigures(summary).map(([name, words]) => `${name}: ${words}`);
  return {
    ...head,
    failure: {
      code: summary.expected === undefined ? 'not_all_2xx' : 'not_all_expected',
      message: `${toOutcomeParts(summary).join(', ')}.`,
      details,
    },
  };
}

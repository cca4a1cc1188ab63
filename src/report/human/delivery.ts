import { isSuccess } from '../../core/delivery/delivery.ts';
import { toLater } from '../../core/duration.ts';
import { field, type Page, paragraph, row, type Style, termed } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toCount } from '../text.ts';
import { renderBody } from './body.ts';
import { renderKnown } from './diagnosis.ts';
import { eventField, factFields, type View } from './listen.ts';

type Delivery = RecordOf<'delivery'>;
type Forwarding = NonNullable<Delivery['forwardings']>[number];
type Attempt = NonNullable<Delivery['attempts']>[number];

const INDENT = 2;
const VALUE = 14;
const MOST_LINES = 200;
const MOST_ANSWER_LINES = 40;

/** One delivery whole: what it was, why it was accepted or not, its bytes, and what became of it. Never throws. */
export function renderDelivery(record: Delivery, view: View): string {
  return [
    row([eventField(record), ...factFields(record)], view, INDENT),
    renderTerms(toTerms(record, view), view),
    renderWhy(record, view),
    renderHeaders('Headers', record.headers, view),
    heading('Body', view),
    renderBody(record.body, view, { indent: INDENT, mostLines: MOST_LINES }),
    ...(record.forwardings ?? []).map((each) => renderForwarding(each, view)),
    renderAttempts(record, view),
  ].join('');
}

type Term = readonly [label: string, value: string, style?: Style];

function toTerms(record: Delivery, view: View): readonly Term[] {
  const { verdict, explanation, advice } = record;
  const next = advice?.nextCall === undefined ? '' : ` ${advice.nextCall.method} ${advice.nextCall.path}`;
  return [
    ['id', record.id],
    ['received', toLocal(record.receivedAt, view)],
    ['message', record.svixId ?? 'no message id'],
    ['request', `${record.method} ${record.path}, ${toCount(record.bodyBytes, 'byte')}`],
    ['answered', toAnswered(record)],
    ...(advice === undefined ? [] : [['advice', `${advice.sentence}${next}`] as const]),
    // Last, because what explains it stands below.
    verdict.kind === 'valid'
      ? ['verdict', `valid: signed with ${verdict.keyName}`, 'good']
      : ['verdict', explanation?.message ?? verdict.kind, 'bad'],
  ];
}

function renderTerms(terms: readonly Term[], page: Page): string {
  return terms
    .map(([label, value, style = 'plain']) => {
      return termed(field(`  ${label}`, 'quiet'), value, page, { indent: VALUE, style });
    })
    .join('');
}

function toAnswered({ answer }: Delivery): string {
  if (answer === undefined) return 'not known';
  if (answer.status === null) return 'nothing: the connection was closed';
  return `${answer.status}${answer.by === 'app' ? ', by the app' : ''}`;
}

function toLocal(moment: string, view: View): string {
  return `${view.dayOf(moment) ?? 'today'} ${view.timeOfDay(moment)}`;
}

/** The diagnosis where there is one, else what to look at; and what is odd about the payload. */
function renderWhy({ id, diagnosis, explanation, findings }: Delivery, view: View): string {
  const hints =
    explanation === undefined ? [] : [...explanation.hints, `fp-webhooks verify ${id} tries to find out.`];
  const why =
    diagnosis === undefined
      ? hints.map((hint) => paragraph(hint, view, { indent: VALUE, style: 'quiet' })).join('')
      : renderKnown({ diagnosis }, view, INDENT);
  const notes = findings.map(({ severity, message }) => {
    const style = severity === 'error' ? 'bad' : 'warn';
    return termed(field(`  ${severity}`, style), message, view, { indent: VALUE, style });
  });
  return why + notes.join('');
}

function heading(text: string, page: Page): string {
  return `\n${page.paint(text, 'strong')}\n`;
}

function renderHeaders(title: string, headers: Delivery['headers'], page: Page): string {
  const lines = headers.map(([name, value]) => {
    return row([{ spans: [{ text: `  ${name}: `, style: 'accent' }, { text: value }] }], page, 2 * INDENT);
  });
  return heading(title, page) + lines.join('');
}

function renderForwarding(forwarding: Forwarding, view: View): string {
  const { url, status, latencyMs, error, hint, headers, body, sentAt } = forwarding;
  const title = row(
    [
      field(`Forwarded to ${url}`, 'strong'),
      field(toLocal(sentAt, view), 'quiet'),
      field(`→ ${status ?? error ?? 'no answer'}`, isSuccess(status) ? 'good' : 'bad'),
      field(`${Math.round(latencyMs)} ms`, 'quiet'),
    ],
    view,
    INDENT,
  );
  const note = hint === undefined ? '' : paragraph(hint, view, { indent: INDENT, style: 'warn' });
  const lines = (headers ?? []).map(([name, value]) => {
    return row([{ spans: [{ text: `  ${name}: `, style: 'accent' }, { text: value }] }], view, 2 * INDENT);
  });
  const answer =
    body === undefined || body.kind === 'empty'
      ? ''
      : renderBody(body, view, { indent: INDENT, mostLines: MOST_ANSWER_LINES });
  return `\n${title}${note}${lines.join('')}${answer}`;
}

function renderAttempts({ attempts, id }: Delivery, view: View): string {
  if (attempts === undefined) return '';
  const lines = attempts.map((attempt, index) => renderAttempt(attempt, index, { id, view }));
  return heading('Attempts', view) + lines.join('');
}

function renderAttempt(
  attempt: Attempt,
  index: number,
  { id, view }: { readonly id: string; readonly view: View },
): string {
  const isValid = attempt.verdict === 'valid';
  const body = attempt.sameBody ? 'same body' : 'another body';
  const later = `${toLater(attempt.secondsAfterFirst)} later, ${body}`;
  const { answerStatus } = attempt;
  const fields = [
    field(`${attempt.id === id ? '→' : ' '} ${index + 1}`, 'strong'),
    field(toLocal(attempt.receivedAt, view), 'quiet', 14),
    field(index === 0 ? 'first' : later, attempt.sameBody ? 'plain' : 'warn', 24),
    field(isValid ? '✓ valid' : `✗ ${attempt.verdict}`, isValid ? 'good' : 'bad'),
    field(answerStatus === undefined ? '' : `→ ${answerStatus ?? 'closed'}`),
  ];
  return row(fields, view, 2 * INDENT);
}

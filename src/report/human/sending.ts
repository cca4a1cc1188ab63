import { toDuration } from '../../core/duration.ts';
import { exactly, type Field, field, type Page, paragraph, row, termed } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toCount, toShort, toShortName, toVisible } from '../text.ts';

const DETAIL = 4;
const FIGURES = 15;

/** One request that was sent, and what came back. */
export function renderSent(record: RecordOf<'sent'>, page: Page): string {
  const event = record.event === null ? record.source : toShort(toShortName(record.event), 48);
  const { step } = record;
  const fields = [
    {
      spans: [
        { text: record.ok ? '✓ ' : '✗ ', style: record.ok ? 'good' : 'bad' },
        { text: step === undefined ? event : toShort(step, 48), style: 'strong' },
      ],
      width: 28,
    } satisfies Field,
    field(record.svixId ?? 'no id', 'quiet', 31),
    answerField(record),
    field(step === undefined ? '' : event, 'quiet'),
    field(record.copy === undefined ? '' : `copy ${record.copy}`, 'quiet'),
    field(record.attempt === undefined ? '' : `attempt ${record.attempt}`, 'quiet'),
    ...(record.name === undefined ? [] : [field(record.name, 'quiet')]),
  ];
  const next = toNextAttempt(record);
  const answer = record.answer === undefined || record.answer === '' ? [] : [`it answered: ${record.answer}`];
  const hints = record.hint === undefined ? [] : [record.hint];
  const details = [...answer, ...hints, ...next].map((text) =>
    paragraph(text, page, { indent: DETAIL, style: 'quiet' }),
  );
  return row(fields, page, DETAIL) + details.join('');
}

/** When it is sent again, or that it no more is. */
function toNextAttempt({ ok, nextAttemptInMs, retryAfterSeconds }: RecordOf<'sent'>): readonly string[] {
  if (ok || nextAttemptInMs === undefined) return [];
  const asked =
    retryAfterSeconds === undefined ? '' : `; Retry-After asked for ${toWait(retryAfterSeconds * 1_000)}`;
  return [`sent again in ${toWait(nextAttemptInMs)}${asked}`];
}

function toWait(milliseconds: number): string {
  return milliseconds < 1_000
    ? `${Math.round(milliseconds)} ms`
    : toDuration(Math.round(milliseconds / 1_000));
}

function answerField(record: RecordOf<'sent'>): Field {
  const outcome = record.status === null ? (record.error?.message ?? 'no answer') : String(record.status);
  return {
    spans: [
      {
        text: `→ ${outcome}${record.ok && record.expected !== undefined ? ' as expected' : ''}`,
        style: record.ok ? 'good' : 'bad',
      },
      { text: `  ${Math.round(record.latencyMs)} ms`, style: 'quiet' },
    ],
  };
}

/** How the whole run went. */
export function renderReplaySummary(
  record: Extract<RecordOf<'summary'>, { command: 'replay' }>,
  page: Page,
): string {
  const { sent, notSent, failed, url, history, scenario } = record;
  const kept = history === undefined ? '' : `; kept in ${history}`;
  const what = `${scenario === undefined ? '' : `${scenario}: `}${toCount(sent + notSent, 'event')} to ${url}`;
  const text = `${what}: ${toOutcomeParts(record).join(', ')}${kept}.`;
  const style = failed + notSent > 0 || record.stopped !== undefined ? 'bad' : 'good';
  const figures = toFigures(record).map(([name, words]) =>
    termed(field(`  ${name}`, 'quiet'), words, page, { indent: FIGURES }),
  );
  return `\n${paragraph(text, page, { indent: 0, style })}${figures.join('')}`;
}

type Summary = Extract<RecordOf<'summary'>, { command: 'replay' }>;

/** What was sent and what came of it, as parts of a sentence. Never throws. */
export function toOutcomeParts({
  ok,
  failed,
  notSent,
  notStarted = 0,
  stopped,
  scenario,
  expected = scenario === undefined ? '2xx' : 'as expected',
}: Summary): readonly string[] {
  return [
    `${ok} answered ${expected}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(notSent - notStarted > 0 ? [`${notSent - notStarted} not sent`] : []),
    ...(notStarted > 0 ? [`${notStarted} not started`] : []),
    ...(stopped === undefined
      ? []
      : [`stopped after ${toSeconds(stopped.afterMs)} of ${toSeconds(stopped.ofMs)}`]),
  ];
}

/** The figures of a run in bulk, and the hints of any run: a name and its words each. Never throws. */
export function toFigures(summary: Summary): readonly (readonly [name: string, words: string])[] {
  const { byStatus, errors, latencyMs, slowest = [], durationMs, perSecond, requests, notStarted } = summary;
  const hints = (summary.hints ?? []).map((hint) => ['hint', hint] as const);
  if (byStatus === undefined || durationMs === undefined || perSecond === undefined) return hints;
  const rows: readonly (readonly [string, string])[] = [
    [
      'requests',
      `${toCount(requests ?? 0, 'request')} in ${toSeconds(durationMs)}, ${toRate(perSecond)} a second`,
    ],
    ['status', toTally(byStatus)],
    ['errors', toTally(errors ?? {})],
    ...hints,
    ['latency', latencyMs === undefined ? '' : toLatency(latencyMs)],
    ['slowest', slowest.map(({ svixId, latencyMs }) => `${svixId ?? 'no id'} ${toMs(latencyMs)}`).join(', ')],
    ['not started', notStarted === undefined || notStarted === 0 ? '' : NOT_STARTED],
    ['resent', toResent(summary.resent ?? 0)],
  ];
  return rows.filter(([, words]) => words !== '');
}

const NOT_STARTED =
  'There was no room at their time: as many as may be were in flight, or waited to be sent again. The app is too slow for this rate; --concurrency lets more be in flight.';

function toResent(count: number): string {
  return count === 0
    ? ''
    : `${toCount(count, 'request')} went out once more at once, because the app had closed the connection that was kept.`;
}

/** The most frequent first. */
function toTally(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort(([, one], [, other]) => other - one)
    .map(([name, count]) => `${name} × ${count}`)
    .join(', ');
}

function toLatency({ from, ...values }: NonNullable<Summary['latencyMs']>): string {
  const parts = (['min', 'p50', 'p90', 'p99', 'max'] as const).map((name) => `${name} ${toMs(values[name])}`);
  const meaning =
    from === 'due'
      ? 'from when each was due, so that waiting counts'
      : 'from when each was sent; --rate counts waiting too';
  return `${parts.join(', ')} (${meaning})`;
}

function toMs(milliseconds: number): string {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)} ms`;
}

function toSeconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 2 : 0)} s`;
}

function toRate(perSecond: number): string {
  return perSecond.toFixed(perSecond < 10 ? 1 : 0);
}

/**
 * A request as it would go over the wire, or the command that sends it, and an empty line behind: exactly where no terminal
 * is. A body that is no text stands as base64, which a comment says. Never throws.
 */
export function renderRequest(record: RecordOf<'request'>, page: Page): string {
  return `${exactly(record.command ?? toWire(record), page)}\n\n`;
}

function toWire({ method, url, headers, bodyText, bodyBase64 = '' }: RecordOf<'request'>): string {
  const { pathname, search } = new URL(url);
  const lines = [
    `${method} ${pathname}${search} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const body = bodyText ?? `# not UTF-8, so in base64:\n${bodyBase64}`;
  return `${lines.map(toVisible).join('\n')}\n\n${body}`;
}

/** The headers, or the command that sends them: nothing else, so that it can be pasted or piped on. */
export function renderSigned({ headers, curl }: RecordOf<'signed'>): string {
  if (curl !== undefined) return `${curl.split('\n').map(toVisible).join('\n')}\n`;
  return headers.map(([name, value]) => `${toVisible(`${name}: ${value}`)}\n`).join('');
}

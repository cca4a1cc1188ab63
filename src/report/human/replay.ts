import { toDuration } from '../../core/duration.ts';
import { type Field, field, type Page, paragraph, row, termed } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toFigures, toOutcomeParts } from '../replay-outcome.ts';
import { toCount, toShort, toShortName } from '../text.ts';

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

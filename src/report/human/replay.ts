import { type Field, field, type Page, paragraph, row } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toCount, toShort, toShortName } from '../text.ts';

const DETAIL = 4;

/** One request that was sent, and what came back. */
export function renderSent(record: RecordOf<'sent'>, page: Page): string {
  const name = record.event === null ? record.source : toShort(toShortName(record.event), 48);
  const fields = [
    {
      spans: [
        { text: record.ok ? '✓ ' : '✗ ', style: record.ok ? 'good' : 'bad' },
        { text: name, style: 'strong' },
      ],
      width: 28,
    } satisfies Field,
    field(record.svixId, 'quiet', 31),
    answerField(record),
  ];
  const answer = record.answer === undefined || record.answer === '' ? [] : [`it answered: ${record.answer}`];
  const hints = record.hint === undefined ? [] : [record.hint];
  const details = [...answer, ...hints].map((text) =>
    paragraph(text, page, { indent: DETAIL, style: 'quiet' }),
  );
  return row(fields, page, DETAIL) + details.join('');
}

function answerField(record: RecordOf<'sent'>): Field {
  const outcome = record.status === null ? (record.error?.message ?? 'no answer') : String(record.status);
  return {
    spans: [
      { text: `→ ${outcome}`, style: record.ok ? 'good' : 'bad' },
      { text: `  ${Math.round(record.latencyMs)} ms`, style: 'quiet' },
    ],
  };
}

/** How the whole run went. */
export function renderReplaySummary(
  record: Extract<RecordOf<'summary'>, { command: 'replay' }>,
  page: Page,
): string {
  const parts = [
    `${record.ok} answered 2xx`,
    ...(record.failed > 0 ? [`${record.failed} failed`] : []),
    ...(record.notSent > 0 ? [`${record.notSent} not sent`] : []),
  ];
  const events = toCount(record.sent + record.notSent, 'event');
  return `\n${paragraph(`${events} to ${record.url}: ${parts.join(', ')}.`, page, { indent: 0, style: record.failed + record.notSent > 0 ? 'bad' : 'good' })}`;
}

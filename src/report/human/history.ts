import { exactly, type Field, field, type Page, paragraph, row } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toBytes, toCount, toShort } from '../text.ts';
import { eventField, subjectField, type View } from './listen.ts';

type Summary = RecordOf<'summary'>;
type SummaryOf<Command extends Summary['command']> = Extract<Summary, { command: Command }>;

/** A part of an export, exactly as it is where no terminal is; or where the export went. Never throws. */
export function renderExported(record: RecordOf<'exported'>, page: Page): string {
  if ('text' in record) return exactly(record.text, page);
  const what = toCount(record.deliveries, 'delivery', 'deliveries');
  const message = `${record.file}: ${what} written (${record.format}, ${toBytes(record.bytes)}).`;
  return paragraph(message, page, { indent: 0, style: 'good' });
}

/** What came of an import. Never throws. */
export function renderImportSummary(record: SummaryOf<'history import'>, page: Page): string {
  const parts = [
    `${toCount(record.imported, 'delivery', 'deliveries')} imported into ${record.history}`,
    ...(record.alreadyThere > 0 ? [`${record.alreadyThere} were there already`] : []),
    ...(record.ignored > 0 ? [`${record.ignored} ignored`] : []),
    ...(record.bad > 0 ? [`${record.bad} could not be read`] : []),
  ];
  return paragraph(`${parts.join(', ')}.`, page, { indent: 0, style: record.bad > 0 ? 'bad' : 'good' });
}

/** What was removed, or would be. Never throws. */
export function renderPruneSummary(record: SummaryOf<'history prune'>, page: Page): string {
  const { removed, left, bytesBefore, bytesAfter, dryRun } = record;
  const what = `${toCount(removed, 'delivery', 'deliveries')} ${dryRun ? 'would be ' : ''}removed`;
  const size = dryRun ? toBytes(bytesBefore) : `${toBytes(bytesBefore)} before, ${toBytes(bytesAfter)} now`;
  return paragraph(`${what}, ${left} left: ${record.history}, ${size}.`, page, { indent: 0 });
}

/** What could be saved of a damaged history. Never throws. */
export function renderRecoverSummary(record: SummaryOf<'history recover'>, page: Page): string {
  const { recovered, lost, damaged, history } = record;
  const what = toCount(recovered, 'delivery', 'deliveries');
  const message =
    damaged === undefined
      ? `Nothing is wrong with ${history}: it holds ${what}.`
      : `${what} recovered into ${history}, ${lost} lost. The damaged file is ${damaged} now.`;
  return paragraph(message, page, { indent: 0, style: lost > 0 ? 'warn' : 'good' });
}

type Kept = RecordOf<'kept'>;

const HANG = 4;
const LONGEST_FACTS = 40;

/** One delivery of the history on a line; of a search, with the place where the words stand below it. Never throws. */
export function renderKept(record: Kept, view: View): string {
  const day = view.dayOf(record.receivedAt);
  const time = view.timeOfDay(record.receivedAt);
  const fields = [
    field(record.shortId, 'accent', 10),
    field(day === undefined ? time : `${day} ${time.slice(0, 5)}`, 'quiet', 8),
    { ...eventField(record), width: 27 },
    field(toAnswer(record), 'quiet', 6),
    ...toWords(record),
    field(record.attempt > 1 ? `attempt ${record.attempt}` : '', 'warn'),
  ];
  return row(fields, view, HANG) + toMatch(record, view);
}

function toAnswer({ answer }: Kept): string {
  if (answer === undefined) return '→ ?';
  return `→ ${answer.status ?? 'closed'}`;
}

function toWords(record: Kept): readonly Field[] {
  if (record.explanation !== undefined) return [field(record.explanation.message, 'bad')];
  return [subjectField(record), field(toShort(record.facts.join(' · '), LONGEST_FACTS), 'accent')];
}

function toMatch({ match }: Kept, view: View): string {
  if (match === undefined) return '';
  return paragraph(`${match.place}: ${match.text}`, view, { indent: HANG, style: 'quiet' });
}

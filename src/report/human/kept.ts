import { type Field, field, paragraph, row } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toShort } from '../text.ts';
import { eventField, subjectField, type View } from './listen.ts';

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

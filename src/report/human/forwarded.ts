import { isSuccess } from '../../core/delivery/delivery.ts';
import { type Field, field, type Page, paragraph, row } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toShort, toShortName } from '../text.ts';

type Forwarded = RecordOf<'forwarded'>;

/** The answers of several apps, in the order of their URLs; `missing` apps have not given theirs. */
export interface Answers {
  readonly type: 'answers';
  readonly given: readonly Forwarded[];
  readonly missing: number;
}

const HANG = 10;
const DETAIL = 12;

/** What came of passing a delivery on, for the end of its line. Never throws. */
export function answerFields(fate: Forwarded | Answers): readonly Field[] {
  if (fate.type === 'forwarded') return [answerField(fate), senderField(fate)];
  const { given, missing } = fate;
  const good = given.filter(isGood).length;
  const all = given.length + missing;
  if (missing > 0) return [field(`→ waiting for ${missing} of ${all} apps`, 'warn')];
  const sender = given.find(({ answerStatus }) => answerStatus !== undefined)?.answerStatus;
  return [
    field(`→ ${good} of ${all} answered 2xx`, good === all ? 'good' : 'bad'),
    sender == null || isSuccess(sender) ? field('') : field(`the sender got ${sender}`, 'bad'),
  ];
}

function isGood({ status }: Forwarded): boolean {
  return isSuccess(status);
}

/** What an app answered, and how fast. */
function answerField(forwarded: Forwarded): Field {
  const latency = `${Math.round(forwarded.latencyMs)} ms`;
  const answer = forwarded.status ?? forwarded.error?.message ?? 'no answer';
  return {
    spans: [
      { text: `→ ${answer}`, style: isGood(forwarded) ? 'good' : 'bad' },
      { text: `  ${latency}`, style: 'quiet' },
    ],
  };
}

/** What the sender was answered, where that is not what the app said. */
function senderField({ status, answerStatus }: Forwarded): Field {
  const isOther = typeof answerStatus === 'number' && status !== null && answerStatus !== status;
  return isOther ? field(`the sender got ${answerStatus}`, 'bad') : field('');
}

/** What the app wrote, and what its answer usually means. */
export function answerLines({ answer, hint }: Forwarded, page: Page, indent: number): string {
  const wrote =
    answer === undefined ? '' : paragraph(`it answered: ${answer}`, page, { indent, style: 'quiet' });
  return wrote + (hint === undefined ? '' : paragraph(hint, page, { indent, style: 'warn' }));
}

/** The answer of one app of several, on a line of its own below that of the delivery. Never throws. */
export function renderOwnAnswer(record: Forwarded, page: Page): string {
  const { answerStatus: _, ...own } = record;
  return renderBelow([own.url], own, page);
}

/** What was printed of a delivery before this answer to it came. */
export interface Printed {
  readonly event: string | null;
  /** Whether it went to several apps. */
  readonly isSeveral: boolean;
}

/** The answer of an app that took its time, or got the delivery again. Never throws. */
export function renderOtherAnswer(record: Forwarded, printed: Printed | undefined, page: Page): string {
  const event = printed?.event ?? null;
  const name = event === null ? 'a delivery' : toShort(toShortName(event), 48);
  const late = record.status === null ? 'got no answer' : 'answered late';
  const what = record.replayed === true ? 'sent again' : late;
  return renderBelow([`${name} ${what}`, printed?.isSeveral === true ? record.url : ''], record, page);
}

function renderBelow(words: readonly string[], record: Forwarded, page: Page): string {
  const said = words.map((each) => field(each, 'quiet'));
  const fields = [field(' '.repeat(HANG)), ...said, answerField(record), senderField(record)];
  return row(fields, page, HANG) + answerLines(record, page, DETAIL);
}

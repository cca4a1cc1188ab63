import { field, type Page, paragraph, row, type Style, termed } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toShort, toShortName } from '../text.ts';

type Diagnosis = RecordOf<'diagnosed'>['diagnosis'];
type Judged = RecordOf<'judged'>;

/** Why a delivery was not accepted: each suspicion with its evidence, its fix and where to read more. */
function renderDiagnosis(
  { suspicions, ruledOut, conclusion }: Diagnosis,
  page: Page,
  indent: number,
): string {
  const labelled = (label: string, text: string, style: Style, textStyle: Style = 'plain') =>
    termed(field(`${' '.repeat(indent)}${label}`, style), text, page, {
      indent: indent + TERM,
      style: textStyle,
    });
  const lines = suspicions.map(({ certainty, evidence, fix, reference }, index) => {
    // Two faults that were undone together have one proof.
    const isSaid = suspicions[index - 1]?.evidence === evidence;
    const style = certainty === 'proved' ? 'accent' : 'warn';
    const advice =
      labelled('fix:', fix, 'quiet') +
      paragraph(reference, page, { indent: page.columns < NARROW ? indent : indent + TERM, style: 'quiet' });
    return isSaid ? advice : labelled(`${certainty}:`, evidence, style) + advice;
  });
  const tried = ruledOut.map(({ what }) => what).join('; ');
  const isOpen = conclusion !== 'explained' && tried !== '';
  // Said last: it is long, and the advice is looked for first.
  return lines.join('') + (isOpen ? labelled('ruled out:', `${tried}.`, 'quiet', 'quiet') : '');
}

/** Below this the name of a reference page is wider than what is left beside the labels. */
const NARROW = 72;
/** The longest label and a gap. */
const TERM = 12;

/** A diagnosis with what the deliveries before it had in common with it. */
export interface Known {
  readonly diagnosis: Diagnosis;
  readonly shared?: readonly string[] | undefined;
  readonly clockSkew?: RecordOf<'diagnosed'>['clockSkew'];
  readonly hint?: string | undefined;
}

/** Whether all that can be said was said under an earlier delivery. */
export function isRepeated({ diagnosis: { suspicions }, shared = [], clockSkew }: Known): boolean {
  return (
    clockSkew === undefined && suspicions.length > 0 && suspicions.every(({ code }) => shared.includes(code))
  );
}

/** A diagnosis; of what was said under an earlier delivery, only the codes. */
export function renderKnown(known: Known, page: Page, indent: number): string {
  const { diagnosis, shared = [], clockSkew, hint } = known;
  if (isRepeated(known)) {
    const codes = diagnosis.suspicions.map(({ code }) => code).join(', ');
    return paragraph(`as before: ${codes}`, page, { indent, style: 'quiet' });
  }
  const first = hint === undefined ? '' : paragraph(hint, page, { indent, style: 'warn' });
  const skew = clockSkew === undefined ? [] : [clockSkew.suspicion];
  const fresh = diagnosis.suspicions.filter(({ code }) => !shared.includes(code));
  return first + renderDiagnosis({ ...diagnosis, suspicions: [...skew, ...fresh] }, page, indent);
}

/** Result of `verify --computed`. */
export function renderComputed(record: RecordOf<'computed'>, page: Page): string {
  const { result, message, hint, diagnosis } = record;
  const known = diagnosis === undefined ? '' : renderDiagnosis(diagnosis, page, 4);
  const advice = hint === undefined ? '' : paragraph(hint, page, { indent: 4, style: 'warn' });
  return renderTitle(record, result === 'right', message, page) + known + advice;
}

function renderTitle(
  { event, svixId, source }: Pick<Judged, 'event' | 'svixId' | 'source'>,
  good: boolean,
  words: string,
  page: Page,
): string {
  const name = event === null ? '(no event)' : toShort(toShortName(event), 48);
  const title = row(
    [
      {
        spans: [
          { text: good ? '✓ ' : '✗ ', style: good ? 'good' : 'bad' },
          { text: name, style: 'strong' },
        ],
      },
      field(toShort(svixId ?? '', 64), 'quiet'),
      field(words, good ? 'good' : 'bad'),
    ],
    page,
    4,
  );
  return title + paragraph(source, page, { indent: 4, style: 'quiet' });
}

/** What `verify` says of one delivery. */
export function renderJudged(record: Judged, page: Page): string {
  const valid = record.verdict.kind === 'valid';
  const words = valid ? toValidWords(record) : (record.explanation?.message ?? '');
  const { diagnosis, notes = [] } = record;
  const read =
    notes.length === 0 ? '' : termed(field('    note:', 'warn'), notes.join(' '), page, { indent: 4 + TERM });
  const known = diagnosis === undefined ? '' : renderKnown({ ...record, diagnosis }, page, 4);
  const expected =
    record.expected === undefined
      ? ''
      : termed(field('    expected:', 'quiet'), record.expected, page, { indent: 4 + TERM });
  return (
    renderTitle(record, valid, words, page) + read + known + renderReferee(record.referee, page, 4) + expected
  );
}

function toValidWords({ verdict }: Judged): string {
  if (verdict.kind !== 'valid') return '';
  const which = verdict.itemCount > 1 ? `, signature ${verdict.itemIndex + 1} of ${verdict.itemCount}` : '';
  return `valid: signed with ${verdict.keyName}${which}`;
}

/** Answer of Svix's own library, word for word: the developer saw it in the log of the app, and searches for it. */
export function renderReferee(referee: Judged['referee'], page: Page, indent: number): string {
  if (referee === undefined || (referee.accepts && referee.note === undefined)) return '';
  const { message, library, note = '' } = referee;
  const answer = message === undefined ? 'accepts it' : `"${message}"`;
  const label = field(`${' '.repeat(indent)}svix says:`, 'quiet');
  const text = `${answer} (${library})${note === '' ? '' : `. ${note}`}`;
  return termed(label, text, page, { indent: indent + TERM, style: note === '' ? 'quiet' : 'warn' });
}

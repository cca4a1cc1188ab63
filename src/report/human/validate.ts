import { toExplainCommand } from '../../core/validation/rules/rules.ts';
import { field, type Page, paragraph, row, termed } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toCount, toShortName } from '../text.ts';
import { explainFailure } from '../validation/totals.ts';

type Finding = RecordOf<'finding'>;
type Summary = Extract<RecordOf<'summary'>, { command: 'validate' }>;

const INDENT = 4;

/** One finding: its place first, in the form that editors and terminals turn into a link. */
export function renderFinding(record: Finding, page: Page): string {
  const style = record.severity === 'error' ? 'bad' : 'warn';
  const head = row(
    [field(toPlaceText(record), 'strong'), field(record.severity, style), field(record.code, 'quiet')],
    page,
    2,
  );
  const below = [renderExpected(record, page), renderOthers(record, page), renderDocs(record, page)];
  return head + paragraph(record.message, page, { indent: INDENT }) + below.join('');
}

function toPlaceText({ file, line, column }: NonNullable<Finding['places']>[number]): string {
  return `${file}:${line}:${column}`;
}

/** Nearly every message says it already; one that says what came has said what there is to it. */
function renderExpected({ message, expected, actual }: Finding, page: Page): string {
  if (actual !== undefined && message.includes(actual)) return '';
  const parts = [
    ...(expected === undefined || message.includes(expected) ? [] : [`expected: ${expected}`]),
    ...(actual === undefined ? [] : [`came: ${actual}`]),
  ];
  return parts.length === 0 ? '' : paragraph(parts.join(' · '), page, { indent: INDENT, style: 'quiet' });
}

function renderOthers({ count = 1, places = [] }: Finding, page: Page): string {
  if (count < 2) return '';
  const others = places.slice(1).map(toPlaceText);
  const end = count > places.length ? ' …' : '';
  return paragraph(`and ${count - 1} more: ${others.join(', ')}${end}`, page, {
    indent: INDENT,
    style: 'quiet',
  });
}

/** A page is in no folder of the user, and a command is at hand. */
function renderDocs({ docs, code }: Finding, page: Page): string {
  if (docs === undefined) return '';
  return paragraph(toExplainCommand(code), page, { indent: INDENT, style: 'quiet' });
}

/** What was looked at and what came of it. */
export function renderValidateSummary(record: Summary, page: Page): string {
  const { errors, warnings, failedBy } = record;
  const looked = `${toCount(record.payloads, 'payload')} in ${toCount(record.files, 'file')}`;
  const found = `${toCount(errors, 'error')}, ${toCount(warnings, 'warning')}`;
  const isBad = failedBy !== undefined || errors > 0;
  const style = isBad ? 'bad' : warnings > 0 ? 'warn' : 'good';
  const gap = errors + warnings > 0 || record.coverage !== undefined ? '\n' : '';
  const notes = [explainFailure(record), explainAccepted(record), explainHidden(record)].filter(
    (note) => note !== undefined,
  );
  return (
    gap +
    paragraph(`${isBad ? '✗' : '✓'} ${looked}: ${found}.`, page, { indent: 0, style }) +
    notes.map((note) => paragraph(note, page, { indent: 2 })).join('')
  );
}

function explainAccepted({ accepted = 0 }: Summary): string | undefined {
  if (accepted === 0) return undefined;
  return `${toCount(accepted, 'finding is', 'findings are')} accepted by the baseline.`;
}

function explainHidden({ hidden = 0 }: Summary): string | undefined {
  if (hidden === 0) return undefined;
  const are = hidden === 1 ? 'is' : 'are';
  return `${toCount(hidden, 'finding')} of these ${are} not shown, because there are more than 10,000 different ones.`;
}

type EventCoverage = RecordOf<'coverage'>['events'][number];

const COUNT_WIDTH = 8;
/** Behind the longest place of the catalogue, where the page has room for that. */
const VALUES_INDENT = 40;
const ROOMY_COLUMNS = 90;

/** The events of the catalogue with how often each came, and below each its documented values. */
export function renderCoverage({ events }: RecordOf<'coverage'>, page: Page): string {
  const came = events.filter(({ count }) => count > 0).length;
  const values = events.flatMap(({ fields }) => fields.flatMap((each) => each.values));
  const seen = values.filter(({ count }) => count > 0).length;
  const title = `Coverage: ${came} of ${toCount(events.length, 'event')}, ${seen} of ${toCount(values.length, 'documented value')}`;
  return `\n${paragraph(title, page, { indent: 0, style: 'strong' })}${events.map((each) => renderEvent(each, page)).join('')}`;
}

function renderEvent({ event, count, required, fields }: EventCoverage, page: Page): string {
  const missing = required ? 'bad' : 'warn';
  const number = String(count).padStart(COUNT_WIDTH);
  const head = row(
    [
      field(number, count > 0 ? 'good' : missing),
      field(toShortName(event), count > 0 ? 'strong' : 'plain'),
      field(count === 0 && required ? 'required, and missing' : '', 'bad'),
    ],
    page,
    COUNT_WIDTH + 2,
  );
  // Of an event that did not come there is nothing to say about its values.
  return count === 0 ? head : head + fields.map((each) => renderValues(each, page)).join('');
}

/** In two lists rather than in a table: some fields have a dozen values. */
function renderValues({ place, values }: EventCoverage['fields'][number], page: Page): string {
  const came = values.filter(({ count }) => count > 0).map(({ value, count }) => `${value} ${count}`);
  const never = values.filter(({ count }) => count === 0).map(({ value }) => value);
  const texts = [...came, ...(never.length === 0 ? [] : [`never: ${never.join(', ')}`])];
  const term = field(`${' '.repeat(COUNT_WIDTH + 2)}${place}`, 'accent');
  const indent = page.columns < ROOMY_COLUMNS ? COUNT_WIDTH + 4 : VALUES_INDENT;
  return termed(term, texts.join(' · '), page, { indent, style: 'quiet' });
}

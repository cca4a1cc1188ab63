import { field, type Page, paragraph, row, termed } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toCount, toShortName } from '../text.ts';

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

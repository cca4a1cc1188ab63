import { field, type Page, paragraph, row, termed } from '../layout.ts';
import type { RecordOf } from '../records.ts';

type EventRecord = RecordOf<'event'>;

/** One line of the list of events. */
export function renderEventLine(record: EventRecord, page: Page): string {
  const state = record.deprecated === undefined ? '' : 'deprecated';
  return (
    row([field(record.shortName, 'strong', 28), field(state, 'warn')], page, 4) +
    paragraph(record.summary, page, { indent: 4, style: 'quiet' })
  );
}

/** Everything there is to know of one event. */
export function renderEventPage(record: EventRecord, page: Page): string {
  const sections = [
    ['Fields', record.fields.map((each) => renderEventField(each, page)).join('')],
    [
      'What to do',
      record.advice
        .map(({ when, sentence }) => paragraph(`${when}: ${sentence}`, page, { indent: 2 }))
        .join(''),
    ],
    ['To look them up', record.calls.map((curl) => `  ${curl}\n`).join('')],
    ['Example', record.example === undefined ? '' : `${record.example}\n`],
  ] as const;
  const deprecated =
    record.deprecated === undefined
      ? ''
      : paragraph(`Deprecated in favour of ${record.deprecated.inFavourOf.join(' and ')}.`, page, {
          indent: 0,
          style: 'warn',
        });
  const body = sections
    .filter(([, text]) => text !== '')
    .map(([title, text]) => `\n${page.paint(title, 'strong')}\n${text}`)
    .join('');
  return (
    paragraph(record.event, page, { indent: 0, style: 'strong' }) +
    paragraph(record.summary, page, { indent: 0 }) +
    deprecated +
    body
  );
}

function renderEventField({ name, description, values }: EventRecord['fields'][number], page: Page): string {
  const documented =
    values === undefined
      ? ''
      : paragraph(`values: ${values.join(', ')}`, page, { indent: FIELD_INDENT, style: 'quiet' });
  const term = field(`  ${name}`, 'accent');
  return termed(term, description, page, { indent: FIELD_INDENT }) + documented;
}

const FIELD_INDENT = 26;

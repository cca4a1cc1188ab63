import { field, type Page, paragraph, row, type Style, termed } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toBytes, toShortName, toVisible } from '../text.ts';

type EventRecord = RecordOf<'event'>;

/** An event whole, with its example, or as one line of the list. */
export function renderEvent(record: EventRecord, page: Page): string {
  return record.example === undefined ? renderEventLine(record, page) : renderEventPage(record, page);
}

function renderEventLine(record: EventRecord, page: Page): string {
  const state = record.deprecated === undefined ? '' : 'deprecated';
  return (
    row([field(record.shortName, 'strong', 28), field(state, 'warn')], page, 4) +
    paragraph(record.summary, page, { indent: 4, style: 'quiet' })
  );
}

function renderEventPage(record: EventRecord, page: Page): string {
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

/** One fixture: its name and what it says. Never throws. */
export function renderFixture({ name, facts, isLive, documented }: RecordOf<'fixture'>, page: Page): string {
  const words = [...facts, ...(isLive === true ? ['live'] : []), ...(documented ? ['documented'] : [])];
  const fields = [field(name, documented ? 'strong' : 'plain', 48), field(words.join(' · '), 'quiet')];
  return row(fields, page, 4);
}

/** One scenario: its name, and what it plays. Never throws. */
export function renderScenario({ name, description }: RecordOf<'scenario'>, page: Page): string {
  return termed(field(name, 'strong'), description, page, { indent: 26 });
}

/** Where a payload went. Never throws. */
export function renderWritten({ file, event, bytes }: RecordOf<'written'>, page: Page): string {
  const what = event === null ? 'a payload' : toShortName(event);
  return paragraph(`${file}: ${what} written (${toBytes(bytes)}).`, page, { indent: 0, style: 'good' });
}

type Rule = RecordOf<'rule'>;
type Explanation = NonNullable<Rule['explanation']>;

const STYLES: Readonly<Record<Rule['level'], Style>> = { error: 'bad', warning: 'warn', off: 'quiet' };

/** A rule with all that is said of it, or as one line of the list; a level that was changed says what it usually is. Never throws. */
export function renderRule(rule: Rule, page: Page): string {
  const { explanation } = rule;
  return explanation === undefined ? renderLine(rule, page) : renderExplanation(rule, explanation, page);
}

function renderLine({ code, level, usualLevel, summary }: Rule, page: Page): string {
  const usual = level === usualLevel ? '' : ` (usually ${usualLevel})`;
  return row([field(code, 'strong', 24), field(level, STYLES[level], 7), field(summary + usual)], page, 4);
}

function renderExplanation(rule: Rule, explanation: Explanation, page: Page): string {
  const { meaning, why, mend, flags, wrong, right } = explanation;
  const say = (text: string) => paragraph(text, page, { indent: 2 });
  const head = (text: string) => `\n${paragraph(text, page, { indent: 2, style: 'strong' })}`;
  const isChecked = flags.length === 0 ? '' : `, with ${flags.join(' ')}`;
  return [
    renderLine(rule, page),
    `\n${say(meaning)}`,
    head('Why it matters'),
    say(why),
    head('What to do'),
    say(mend),
    head(`Wrong${isChecked}`),
    renderBlock(wrong, page),
    head('Right'),
    renderBlock(right, page),
  ].join('');
}

/** As it stands in a file: nothing is wrapped, so that it can be copied. */
function renderBlock(text: string, page: Page): string {
  return text
    .split('\n')
    .map((line) => `    ${page.paint(toVisible(line), 'quiet')}\n`)
    .join('');
}

import { field, type Page, paragraph, row, type Style } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toVisible } from '../text.ts';

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

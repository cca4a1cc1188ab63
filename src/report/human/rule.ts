import { field, type Page, row, type Style } from '../layout.ts';
import type { RecordOf } from '../records.ts';

type Rule = RecordOf<'rule'>;

const STYLES: Readonly<Record<Rule['level'], Style>> = { error: 'bad', warning: 'warn', off: 'quiet' };

/** One line of the list of rules; a level that was changed says what it usually is. Never throws. */
export function renderRule({ code, level, usualLevel, summary }: Rule, page: Page): string {
  const usual = level === usualLevel ? '' : ` (usually ${usualLevel})`;
  return row([field(code, 'strong', 24), field(level, STYLES[level], 7), field(summary + usual)], page, 4);
}

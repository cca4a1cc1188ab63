import { field, type Page, paragraph, row, termed } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toBytes, toShortName } from '../text.ts';

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

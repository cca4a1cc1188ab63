import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findingsPage } from '../scripts/findings-page.ts';
import type { Example } from '../src/core/validation/rules/rule.ts';
import { type FindingCode, RULES, toDocsLink } from '../src/core/validation/rules/rules.ts';
import { makeFolder } from './harness/folder.ts';
import { mostlyInside } from './harness/inside.ts';
import { ofType, parseRecords } from './harness/records.ts';

const { run } = mostlyInside();
const PATH = 'docs/findings.md';

/** What cannot be read is no content of a file; `e2e/validate-inputs.test.ts` has such files. */
const NOT_RUN: FindingCode = 'file_unreadable';

const CASES = (Object.entries(RULES) as [FindingCode, (typeof RULES)[FindingCode]][])
  .filter(([code]) => code !== NOT_RUN)
  .map(([code, explanation]) => ({ code, ...explanation }));

async function codesIn({ file, content }: Example, args: readonly string[] = []): Promise<readonly string[]> {
  const cwd = makeFolder({ [file]: content });
  const { stdout, stderr } = await run(['validate', file, '--json', ...args], { cwd });
  expect(stderr).toBe('');
  return ofType('finding', parseRecords(stdout)).map(({ code }) => code);
}

test('the page of findings is up to date', () => {
  expect(readFileSync(PATH, 'utf8'), `${PATH} is out of date: run \`npm run pages\``).toBe(findingsPage());
});

test('every rule has the place on the page to which findings link, and a row in the table', () => {
  const page = readFileSync(PATH, 'utf8');
  for (const code of Object.keys(RULES) as FindingCode[]) {
    expect(page).toContain(`\n### \`${code}\`\n`);
    expect(page).toContain(`| [\`${code}\`](#${code}) |`);
    expect(toDocsLink(code)).toBe(`${PATH}#${code}`);
  }
});

test('every sentence of the page ends', () => {
  for (const { meaning, why, mend } of Object.values(RULES))
    for (const text of [meaning, why, mend]) expect(text).toMatch(/^[A-Z`].*[.]$/s);
});

test.each(CASES)('what the page calls wrong is $code', async ({ code, wrong, args }) => {
  expect(await codesIn(wrong, args)).toContain(code);
});

test.each(CASES)('what the page calls right beside $code has no finding at all', async ({ right, args }) => {
  expect(await codesIn(right, args)).toEqual([]);
});

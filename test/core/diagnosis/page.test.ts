import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { signatureFailuresPage } from '../../../scripts/signature-failures-page.ts';
import { FAULTS, toReference } from '../../../src/core/diagnosis/catalogue.ts';
import { IS_NIGHTLY, volume } from '../../harness/volume.ts';
import { CASES, measureRecall, type Recall } from './recall.ts';

const path = 'docs/signature-failures.md';
const recall = measureRecall(volume(2, CASES));

/** Measured nightly, and otherwise as the page says: to simulate all its cases takes half a minute. */
function countsOn(
  page: string,
  { family, ...measured }: Recall,
): Pick<Recall, 'cases' | 'named' | 'equivalent'> {
  if (IS_NIGHTLY) return measured;
  const row = page.split('\n').find((line) => line.startsWith(`| ${family} | `)) ?? '';
  const [, named, equivalent] = /\| (\d+) of \d+ \| (\d*) ?\|$/.exec(row) ?? [];
  return { cases: CASES, named: Number(named), equivalent: Number(equivalent) };
}

test('the reference page is up to date, and each case that it tells of was named', () => {
  const page = readFileSync(path, 'utf8');
  const told = recall.map((each) => ({ ...each, ...countsOn(page, each) }));
  expect(page, `${path} is out of date: run \`npm run pages\``).toBe(signatureFailuresPage(told));
  for (const { named, equivalent } of told) expect(named + equivalent).toBe(CASES);
});

test.each(recall)('$family is named in every case of the table', ({ cases, named, equivalent }) => {
  expect(named + equivalent).toBe(cases);
});

test('every fault has the place on the page to which messages link', () => {
  const page = readFileSync(path, 'utf8');
  for (const code of Object.keys(FAULTS)) expect(page).toContain(`\n### \`${code}\`\n`);
  expect(toReference('other_secret')).toBe(`${path}#other_secret`);
});

test('every sentence of the catalogue ends', () => {
  for (const fault of Object.values(FAULTS)) {
    for (const text of [fault.cause, fault.proof, fault.fix]) expect(text).toMatch(/^[A-Z`].*[.:]$/s);
    expect(fault.title).not.toMatch(/\.$/);
  }
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { signatureFailuresPage } from '../../../scripts/signature-failures-page.ts';
import { FAULTS, toReference } from '../../../src/core/diagnosis/catalogue.ts';
import { measureRecall } from './recall.ts';

const path = 'docs/signature-failures.md';
const recall = measureRecall();

test('the reference page is up to date', () => {
  expect(readFileSync(path, 'utf8'), `${path} is out of date: run \`npm run pages\``).toBe(
    signatureFailuresPage(recall),
  );
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

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type FindingCode, RULES } from '../../src/core/validation/rules/rules.ts';
import { PROJECT } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();
const CORPUS = join(PROJECT, 'test', 'corpus');

/** What `expected.json` says of the inputs beside it. */
interface Expected {
  /** Flags beyond `--json`. */
  readonly args?: readonly string[];
  readonly exit: number;
  /** Each with what matters of it: code, severity, place, path, event, and the file where there are several. */
  readonly findings: readonly (Readonly<Record<string, unknown>> & { readonly code: string })[];
}

const CASES = readdirSync(CORPUS).map((name) => {
  const folder = join(CORPUS, name);
  const inputs = readdirSync(folder)
    .filter((file) => file.startsWith('input.'))
    .toSorted();
  const expected: Expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
  return { name, folder, inputs, ...expected };
});

test.each(CASES)('of $name validate says what is expected, and nothing else', async (each) => {
  const { folder: cwd, inputs, args = [], exit, findings } = each;
  const { status, stdout, stderr } = await run(['validate', '--json', ...inputs, ...args], { cwd });
  const found = ofType('finding', parseRecords(stdout));
  expect([status, stderr]).toEqual([exit, '']);
  expect(found.map(({ code, line, column }) => `${code} ${line}:${column}`)).toEqual(
    findings.map(({ code, line, column }) => `${code} ${line}:${column}`),
  );
  expect(found).toMatchObject(findings);
});

/** Their inputs are made by `validate-inputs.test.ts`: one is too large to keep, the other one cannot be kept. */
const ELSEWHERE: readonly FindingCode[] = ['line_too_long', 'file_unreadable'];
const OWN = Object.keys(RULES).filter((code) => !ELSEWHERE.includes(code as FindingCode));

test.each(OWN)('%s has a case in which it is found, and one in which it is not', (code) => {
  const own = CASES.filter(({ name }) => name.startsWith(`${code.replaceAll('_', '-')}.`));
  const isFound = own.map(({ findings }) => findings.some((finding) => finding.code === code));
  expect(isFound).toContain(true);
  expect(isFound).toContain(false);
});

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { FINDING_CODES } from '../../../src/core/validation/rules/rules.ts';
import type { FiledFinding, FindingGroup, ValidationRun } from '../../../src/core/validation/run/run.ts';
import type { ReportAbout } from '../../../src/report/validation/about.ts';
import { CODE_POINT } from '../../harness/code-point.ts';

export const ABOUT: ReportAbout = {
  version: '1.2.3',
  verdict: 'failed',
  pathOf: (file) => (file.startsWith('(') ? undefined : file),
};

/** The same, where it is known where the project and the files are. */
export const PUBLISHED: ReportAbout = {
  ...ABOUT,
  repository: 'https://example.com/owner/fp-webhooks',
  sources: 'https://example.com/owner/app/blob/0123abc',
};

/** A finding with a fingerprint as of the tool: of everything but its line and column. */
export function findingOf(given: Partial<FiledFinding> = {}): FiledFinding {
  const finding = {
    code: 'wrong_type' as const,
    severity: 'error' as const,
    message: 'is_live must be a boolean, and is a string.',
    path: ['is_live'],
    event: 'footprint.user.created',
    file: 'fixtures/a.json',
    input: 0,
    line: 3,
    column: 5,
    ...given,
  };
  const { code, file, event, path, message } = finding;
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([code, file, event, path, message]))
    .digest('hex');
  return { fingerprint: fingerprint.slice(0, 32), ...finding };
}

/** A run with these findings, its counts and groups made from them. */
export function runOf(findings: readonly FiledFinding[], given: Partial<ValidationRun> = {}): ValidationRun {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return {
    files: [...new Set(findings.map(({ file }) => file))],
    payloads: 12,
    errors,
    warnings: findings.length - errors,
    accepted: 0,
    unreadable: findings.filter(({ code }) => code === 'file_unreadable').length,
    findings,
    omitted: 0,
    groups: toGroups(findings),
    seen: {},
    drift: [],
    ...given,
  };
}

function toGroups(findings: readonly FiledFinding[]): readonly FindingGroup[] {
  const byText = Map.groupBy(findings, ({ code, event, path, message }) =>
    JSON.stringify([code, event, path, message]),
  );
  return Array.from(byText.values(), (same) => {
    const places = same.slice(0, 3).map(({ file, line, column }) => ({ file, line, column }));
    const { code, severity, message, path, event } = same[0] ?? findingOf();
    return { code, severity, message, path, event, count: same.length, places };
  });
}

/** One error at two places, another with a path through an array, and a warning on standard input. */
export const SOME: ValidationRun = runOf(
  [
    findingOf(),
    findingOf({ line: 9 }),
    findingOf({
      code: 'unknown_value',
      severity: 'warning',
      message: 'status is "odd", which is not one of those known.',
      path: ['items', 0, 'a/b~c'],
      expected: 'pass, fail or none',
      actual: '"odd"',
      line: 12,
    }),
    findingOf({
      code: 'not_json',
      event: null,
      path: [],
      message: 'This is not JSON.',
      file: 'fixtures/b c.ndjson',
      input: 2,
      line: 1,
      column: 1,
    }),
    findingOf({
      code: 'zone_missing',
      severity: 'warning',
      message: 'No zone.',
      file: '(standard input)',
      input: 3,
    }),
  ],
  { files: ['fixtures/a.json', 'fixtures/clean.json', 'fixtures/b c.ndjson', '(standard input)'] },
);

/** Nothing was found, and nothing was there. */
export const NONE: ValidationRun = runOf([], { payloads: 0 });

/** A run of which half is not listed: an error in `a.json` is, and what `b.json` and `c.json` have is not known. */
export const CUT: ValidationRun = runOf(
  [findingOf({ file: 'first.json' }), findingOf({ file: 'a.json', input: 1 })],
  {
    files: ['first.json', 'a.json', 'b.json', 'c.json'],
    errors: 4,
    warnings: 3,
    omitted: 5,
    accepted: 2,
  },
);

/** As many findings as a run lists. */
export const FULL: ValidationRun = runOf(
  Array.from({ length: 10_000 }, (_, index) =>
    findingOf({ file: `f/${index % 500}.json`, line: index + 1, message: `Wrong in the place ${index}.` }),
  ),
);

const HOSTILE = [
  '\n',
  '\r',
  '\t',
  '\0',
  '\u001b[31m',
  '\u009b',
  '\u202e',
  '\u00ad',
  '\u2800',
  '\u{e0041}',
  '\u{e0100}',
  '\u2028',
  '\ud800',
  '\udc00',
  '\ufffe',
  '%0A',
  '%',
  ':',
  ',',
  '=',
  '::error::',
  '##[error]',
  '|',
  '`',
  '\\',
  '#',
  '# SKIP',
  '{',
  '}',
  '[x](https://evil.example)',
  '<script>',
  '&amp;',
  '@octocat',
  'https://evil.example',
  'www.evil.com',
  '<b>',
  '*',
  '_',
  '~~',
  '-->',
  ']]>',
  '"',
  "'",
  '/',
  '..',
  ' ',
  '- ',
  '  ---',
  'ä',
  '1. ',
  '$x$',
  'jane@example.com',
];

/** Text that formats have to escape, among any other. */
const hostileText = fc.oneof(
  fc.string({ unit: CODE_POINT }),
  fc.array(fc.constantFrom(...HOSTILE)).map((parts) => parts.join('')),
);

const hostileFinding = fc
  .record({
    code: fc.constantFrom(...FINDING_CODES),
    severity: fc.constantFrom('error' as const, 'warning' as const),
    message: hostileText.map((text) => `It is ${text}.`),
    path: fc.array(fc.oneof(hostileText, fc.nat({ max: 9 })), { maxLength: 3 }),
    event: fc.option(hostileText),
    file: hostileText,
    line: fc.integer({ min: 1, max: 5 }),
    column: fc.integer({ min: 1, max: 5 }),
    expected: hostileText,
    actual: hostileText,
  })
  .map(findingOf);

/** Runs whose every text is hostile. */
export const hostileRun: fc.Arbitrary<ValidationRun> = fc
  .record({
    findings: fc.array(hostileFinding, { maxLength: 6 }),
    file: hostileText,
    texts: fc.tuple(hostileText, hostileText, hostileText),
  })
  .map(({ findings, file, texts: [event, place, example] }) => {
    const first = { file, line: 1, column: 1 };
    const drift = [{ kind: 'value' as const, event, place, count: 2, examples: [example], first }];
    const run = runOf(findings, { drift });
    return { ...run, files: [...new Set([file, ...run.files])] };
  });

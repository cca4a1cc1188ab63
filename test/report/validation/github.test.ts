import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toVisible } from '../../../src/report/text.ts';
import { renderGithub } from '../../../src/report/validation/github.ts';
import { volume } from '../../harness/volume.ts';
import { ABOUT, CUT, FULL, findingOf, hostileRun, NONE, PUBLISHED, runOf, SOME } from './runs.ts';

const COMMANDS = ['error', 'warning', 'notice'];

/** Reads a line as the runner does. Source: actions/runner, src/Runner.Common/ActionCommand.cs, TryParseV2, 2026. */
function readCommand(line: string) {
  const trimmed = line.trimStart();
  const end = trimmed.startsWith('::') ? trimmed.indexOf('::', 2) : -1;
  if (end < 0) return undefined;
  const info = trimmed.slice(2, end);
  const space = info.indexOf(' ');
  const name = space < 0 ? info : info.slice(0, space);
  if (!COMMANDS.includes(name)) return undefined;
  const pairs = info
    .slice(space + 1)
    .trim()
    .split(',')
    .filter((each) => each !== '');
  const properties = pairs.map((pair) => {
    const [, key = '', value = ''] = /^=*([^=]+)=+(.*)$/s.exec(pair) ?? [];
    return [key, unescapeAll(value, { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' })];
  });
  const message = unescapeAll(trimmed.slice(end + 2), { '%0D': '\r', '%0A': '\n', '%25': '%' });
  return { name, ...Object.fromEntries(properties), message };
}

function unescapeAll(text: string, tokens: Readonly<Record<string, string>>): string {
  return Object.entries(tokens).reduce((rest, [escaped, token]) => rest.replaceAll(escaped, token), text);
}

const linesOf = (text: string) => text.split('\n').slice(0, -1);
const commandsOf = (text: string) =>
  linesOf(text)
    .map(readCommand)
    .filter((each) => each !== undefined);

test('each finding is an annotation at its place, and the totals are the last line', () => {
  const text = renderGithub(SOME, ABOUT);
  expect(linesOf(text)[0]).toBe(
    '::error file=fixtures/a.json,line=3,col=5,title=wrong_type::fixtures/a.json:3:5: is_live must be a boolean, and is a string. (fp-webhooks validate --explain wrong_type)',
  );
  expect(commandsOf(text).map(({ name, file, line }) => [name, file, line])).toEqual([
    ['error', 'fixtures/a.json', '3'],
    ['error', 'fixtures/a.json', '9'],
    ['warning', 'fixtures/a.json', '12'],
    ['error', 'fixtures/b c.ndjson', '1'],
    ['warning', undefined, undefined],
  ]);
  expect(linesOf(text).at(-1)).toBe('✗ 12 payloads in 4 files: 3 errors, 2 warnings.');
  expect(renderGithub(SOME, PUBLISHED)).toContain(
    '(https://example.com/owner/fp-webhooks/blob/HEAD/docs/findings.md#wrong_type)',
  );
});

test('of each severity there are as many as GitHub shows, and the rest is counted in a notice', () => {
  const warnings = Array.from({ length: 3 }, (_, index) =>
    findingOf({ severity: 'warning', code: 'unknown_field', line: index + 1 }),
  );
  const errors = Array.from({ length: 25 }, (_, index) =>
    findingOf({ line: index + 1, message: `Wrong ${index}.` }),
  );
  const commands = commandsOf(
    renderGithub(runOf([...errors, ...warnings], { omitted: 100, errors: 125 }), ABOUT),
  );
  expect(commands.map(({ name }) => name)).toEqual([
    ...Array(10).fill('error'),
    ...Array(3).fill('warning'),
    'notice',
  ]);
  expect(commands.at(-1)?.message).toContain('115 findings are not annotated: ');
  expect(commandsOf(renderGithub(CUT, ABOUT)).at(-1)?.message).toContain('5 findings are not annotated: ');
});

test('different findings come before more of the same, in the order of the input', () => {
  const same = Array.from({ length: 20 }, (_, index) => findingOf({ line: index + 1 }));
  const last = findingOf({ message: 'Another.', line: 99 });
  const lines = commandsOf(renderGithub(runOf([...same, last]), ABOUT)).map(({ line }) => line);
  expect(lines).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '99', undefined]);
});

test('nothing found has no annotation, and what the baseline accepts is told', () => {
  const text = renderGithub({ ...NONE, accepted: 3 }, { ...ABOUT, verdict: 'passed' });
  expect(text).toBe(
    '✓ 0 payloads in 0 files: 0 errors, 0 warnings.\n3 findings are accepted by the baseline.\n',
  );
});

test('a runner reads back what was found, and no other command, whatever files and messages hold', () => {
  fc.assert(
    fc.property(hostileRun, (run) => {
      const text = renderGithub(run, ABOUT);
      const lines = linesOf(text);
      expect(lines).toHaveLength(run.findings.length + 1);
      for (const [index, finding] of run.findings.entries()) {
        const { severity, code, line, file, message } = finding;
        const command = readCommand(lines[index] ?? '');
        expect(command).toMatchObject({ name: severity, title: code });
        expect(command?.message).toContain(toVisible(message).toWellFormed());
        // A name without a character cannot be given, and GitHub looks for none.
        if (file === '' || file.startsWith('(')) continue;
        expect(command).toMatchObject({ line: String(line) });
        expect([file, `./${file}`].map((each) => toVisible(each).toWellFormed())).toContain(
          command?.['file'],
        );
      }
      expect(readCommand(lines.at(-1) ?? '')).toBeUndefined();
    }),
    { numRuns: volume(20, 100) },
  );
});

test('of ten thousand findings there are ten annotations', () => {
  expect(commandsOf(renderGithub(FULL, ABOUT))).toHaveLength(11);
});

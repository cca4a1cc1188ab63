import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import {
  addReportFlags,
  type ReportOptions,
  toReportRequests,
} from '../../../src/commands/validate/report-flags.ts';
import { makeFolder } from '../../harness/folder.ts';

/** What a command with this flag reads of a command line. */
function read(args: readonly string[]): ReportOptions {
  const command = new Command('validate').exitOverride().configureOutput({ writeErr: () => {} });
  return addReportFlags(command).parse(args, { from: 'user' }).opts();
}

interface Given {
  readonly inputs?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly json?: boolean;
  readonly name?: string;
}

const reports = (...texts: string[]) => texts.flatMap((text) => ['--report', text]);

function requestsOf(args: readonly string[], given: Given = {}) {
  const { inputs = [], cwd = makeFolder(), env = {}, json = false, name = '--report' } = given;
  const originOf = () => ({ source: 'flag' as const, name });
  return toReportRequests(read(args), inputs, { cwd, env, json, originOf });
}

describe('what is asked for', () => {
  test('is text on standard output when nothing is said, and annotations under GitHub Actions, whatever goes to files', () => {
    expect(requestsOf([])).toEqual([{ format: 'text' }]);
    const env = { GITHUB_ACTIONS: 'true' };
    expect(requestsOf([], { env })).toEqual([{ format: 'github' }]);
    expect(requestsOf(reports('sarif=a.sarif'), { env })).toEqual([
      { format: 'github' },
      { format: 'sarif', file: 'a.sarif' },
    ]);
  });

  test('may be several files, with text on standard output beside them', () => {
    expect(requestsOf(reports('junit=a=b.xml', 'sarif=c d.sarif'))).toEqual([
      { format: 'text' },
      { format: 'junit', file: 'a=b.xml' },
      { format: 'sarif', file: 'c d.sarif' },
    ]);
  });

  test('may be one report on standard output, in place of text', () => {
    expect(requestsOf(reports('tap', 'gitlab=g.json'))).toEqual([
      { format: 'tap' },
      { format: 'gitlab', file: 'g.json' },
    ]);
    expect(requestsOf(reports('markdown=-'))).toEqual([{ format: 'markdown' }]);
  });

  test('has nothing on standard output beside the records of --json, which ndjson are', () => {
    expect(requestsOf([], { json: true })).toEqual([]);
    expect(requestsOf([], { json: true, env: { GITHUB_ACTIONS: 'true' } })).toEqual([]);
    expect(requestsOf(reports('ndjson', 'tap=t'), { json: true })).toEqual([{ format: 'tap', file: 't' }]);
    expect(requestsOf(reports('ndjson'))).toEqual([{ format: 'ndjson' }]);
  });
});

/** Values that mean nothing, with what the message and its hint must say. */
test.each([
  ['sarfi', '"sarfi"', 'Did you mean "sarif"?'],
  ['Junit=a.xml', '"Junit"', 'Did you mean "junit"?'],
  ['yaml=x', '"yaml"', 'text, json, ndjson, junit, sarif, github, gitlab, markdown, tap, drift'],
  ['', '""', 'text, json'],
  ['=a', '""', 'text, json'],
])('the format of %j is refused', (text, said, hinted) => {
  expect(() => read(reports(text))).toThrow(
    expect.objectContaining({
      code: 'usage',
      message: expect.stringContaining(said),
      hint: expect.stringContaining(hinted),
    }),
  );
});

test.each([
  ['junit=', 'junit=FILE'],
  ['drift', 'drift=FILE'],
  ['drift=-', 'drift=FILE'],
  ['sarif=a.sarif.gz', 'not packed'],
  ['json=a.JSON.ZST', 'not packed'],
])('%s is refused, with what to say instead', (text, said) => {
  expect(() => read(reports(text))).toThrow(said);
});

test('two reports on standard output are refused, and so is one beside --json', () => {
  expect(() => requestsOf(reports('sarif', 'tap'))).toThrow(
    expect.objectContaining({
      code: 'usage',
      message: '--report sarif and tap cannot both be written to standard output.',
      hint: 'Give one of them a file, as in --report tap=FILE.',
    }),
  );
  expect(() => requestsOf(reports('tap'), { json: true, name: '"report" (config.json:3:4)' })).toThrow(
    expect.objectContaining({
      code: 'usage',
      message:
        '--json writes records to standard output, and "report" (config.json:3:4) tap would mix with them.',
    }),
  );
});

test('a file that two reports would share is refused, also where it has two names', () => {
  const cwd = makeFolder();
  mkdirSync(join(cwd, 'real'));
  symlinkSync('real', join(cwd, 'link'));
  for (const [one, other] of [
    ['a.txt', './a.txt'],
    ['real/new', 'link/new'],
  ]) {
    expect(() => requestsOf(reports(`tap=${one}`, `markdown=${other}`), { cwd })).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: `The reports tap and markdown would both be written to ${other}.`,
      }),
    );
  }
});

test('a file that is to be checked is not overwritten', () => {
  const cwd = makeFolder({ 'in/a.json': '{}' });
  symlinkSync('in/a.json', join(cwd, 'b.json'));
  for (const file of ['in/a.json', join(cwd, 'in/a.json'), 'b.json']) {
    expect(() => requestsOf(reports(`json=${file}`), { cwd, inputs: ['-', 'in/a.json'] })).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: `--report json=${file} would overwrite a file that is to be checked.`,
      }),
    );
  }
  expect(requestsOf(reports('json=in/c.json'), { cwd, inputs: ['-', 'in/a.json'] })).toHaveLength(2);
  // Standard input is no file, and so not the one of that name.
  expect(requestsOf(reports('json=./-'), { cwd, inputs: ['-'] })).toHaveLength(2);
});

test('a file that cannot be written is told at once', () => {
  const cwd = makeFolder({ 'a/b': '' });
  for (const file of ['nowhere/r.xml', 'a'])
    expect(() => requestsOf(reports(`junit=${file}`), { cwd })).toThrow(
      expect.objectContaining({ code: 'file_unwritable', message: expect.stringContaining(file) }),
    );
});

import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ACTION, ACTION_TEXT, runAction } from '../harness/action.ts';
import { BINARY } from '../harness/binary.ts';
import { makeFolder, PROJECT, readFixture } from '../harness/folder.ts';
import { loadGitHubParser } from '../harness/github-parser.ts';

const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));

/** Writes what it is given, one argument a line, and the records of a run that found 2 errors and 1 warning. */
const RECORDER = `#!/usr/bin/env bash
[ "$1" = --version ] && { echo 9.9.9; exit; }
printf '%s\\n' "$PWD" "$@" > "$RECORD"
for arg; do case $arg in
  ndjson=*) printf '%s\\n' '{"type":"finding"}' '{"type":"summary","command":"validate","payloads":3,"errors":2,"warnings":1}' > "\${arg#ndjson=}" ;;
  sarif=*) echo '{}' > "\${arg#sarif=}" ;;
esac; done
exit "\${STATUS:-0}"
`;
const REAL = `#!/bin/sh\nexec "${process.execPath}" "${BINARY}" "$@"\n`;

/** A checkout whose project has the tool installed. */
function makeWorkspace(tool: string, files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = makeFolder({ 'node_modules/.bin/fp-webhooks': tool, ...files });
  chmodSync(join(folder, 'node_modules/.bin/fp-webhooks'), 0o755);
  return folder;
}

/** What the recorder was called with, without the reports that the action always asks for. */
function record(given: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const workspace = makeWorkspace(RECORDER, { 'packages/a b/package.json': '{}' });
  const run = runAction(workspace, given, { RECORD: join(workspace, 'record'), ...env });
  const [folder, command, ...args] = readFileSync(join(workspace, 'record'), 'utf8').split('\n').slice(0, -1);
  const own = /^(?:github|sarif=.*|ndjson=.*\/records\.ndjson)$/;
  const theirs = args.filter((arg, index) => !own.test(arg) && !own.test(args[index + 1] ?? ''));
  return { ...run, workspace, folder, command, args: theirs };
}

describe('action.yml', () => {
  test('is an action for the parser of GitHub', async () => {
    const { findActionFaults } = await loadGitHubParser();
    expect(findActionFaults(ACTION_TEXT)).toEqual([]);
    expect(findActionFaults(ACTION_TEXT.replace('      shell: bash\n', ''))).toEqual([
      expect.stringContaining('Required property is missing: shell'),
    ]);
    expect(findActionFaults(ACTION_TEXT.replace('inputs.version }}', 'inputs.version'))).toHaveLength(1);
  });

  test('puts no expression into a script, and hands every input and output on', () => {
    for (const { run, shell } of ACTION.runs.steps) {
      expect(run).not.toContain('${{');
      expect(shell).toBe('bash');
    }
    for (const name of Object.keys(ACTION.inputs)) expect(ACTION_TEXT).toContain(`\${{ inputs.${name} }}`);
    for (const name of Object.keys(ACTION.outputs)) expect(ACTION.runs.steps[1]?.run).toContain(`${name}=`);
  });

  test('describes every input and output', () => {
    for (const { description } of [...Object.values(ACTION.inputs), ...Object.values(ACTION.outputs)])
      expect(description).toMatch(/\.$/);
  });
});

describe('the steps of the action', () => {
  test('check paths that are one a line, with spaces and globs as they are', () => {
    const { status, command, args, workspace, outputs } = record({
      paths: 'a b.json\r\n\n  test/**/*.json  \n!test/old/*\n--strict\n',
    });
    expect({ status, command }).toEqual({ status: 0, command: 'validate' });
    expect(args).toEqual(['--', 'a b.json', 'test/**/*.json', '!test/old/*', '--strict']);
    // Nothing is put into the checkout that was not asked for.
    expect(outputs['sarif']).toMatch(/\/fp-webhooks\.sarif$/);
    expect(outputs['sarif']?.startsWith(workspace)).toBe(false);
  });

  test('make flags of the inputs', () => {
    const { args } = record({
      paths: 'x',
      rules: 'unknown_field=error\nexample_data=off\n',
      reports: 'junit=out/a b.xml',
      strict: 'true',
      'max-warnings': '5',
      baseline: 'my baseline.json',
      require: 'all',
      args: '--jobs 2\n--as   ndjson \n--coverage\n--update-baseline\n--shard 1/4',
    });
    expect(args.join(' ')).toBe(
      '--rule unknown_field=error --rule example_data=off --report junit=out/a b.xml --strict --max-warnings 5 ' +
        '--baseline my baseline.json --require all --jobs 2 --as ndjson --coverage --update-baseline --shard 1/4 -- x',
    );
  });

  test('run nothing that stands in an input', () => {
    const PLAIN = { 'working-directory': '.', sarif: '', strict: 'false', 'fail-on-findings': 'true' };
    const hostile = '$(touch pwned) `touch pwned` "; touch pwned; \' && touch pwned #';
    const given = Object.fromEntries(Object.keys(ACTION.inputs).map((name) => [name, hostile]));
    const { workspace, args } = record({ ...given, version: '', ...PLAIN });
    expect(existsSync(join(workspace, 'pwned'))).toBe(false);
    expect(args.slice(-2)).toEqual(['--', hostile]);
    const { status, log } = runAction(workspace, { paths: 'x', version: hostile });
    expect({ status, log }).toEqual({
      status: 2,
      log: expect.stringContaining('::error title=fp-webhooks::'),
    });
    expect(existsSync(join(workspace, 'pwned'))).toBe(false);
  });

  test.each(['strict', 'fail-on-findings'])('refuse %s that is neither true nor false', (name) => {
    for (const value of ['True', '', 'yes %0A::error::']) {
      const run = runAction(makeWorkspace(RECORDER), { paths: 'x', [name]: value });
      expect(run).toMatchObject({ status: 2, outputs: { outcome: 'error', 'exit-status': '2' } });
      expect(run.log).toContain(`::error title=fp-webhooks::The input ${name} must be true or false.\n`);
    }
  });

  test('tell in one annotation why nothing could be checked, in the words of the inputs', () => {
    const tool = RECORDER.replace(
      'exit "',
      "printf '100%% of --report json\\n  Write --report json=FILE.\\n' >&2\nexit \"",
    );
    const { log } = runAction(makeWorkspace(tool), { paths: 'x' }, { RECORD: '/dev/null', STATUS: '2' });
    expect(log).toContain(
      '::error title=fp-webhooks::100%25 of the input reports json   Write the input reports json=FILE.\n',
    );
  });

  test('work in the folder they are told, with the tool of the project above it', () => {
    const { folder, workspace, outputs } = record({
      paths: 'x',
      'working-directory': 'packages/a b',
      sarif: 'out.sarif',
    });
    expect(folder).toBe(join(workspace, 'packages/a b'));
    expect(outputs['sarif']).toBe(join(workspace, 'packages/a b/out.sarif'));
  });

  test.each([
    ['0', {}, 0, 'passed'],
    ['1', {}, 1, 'failed'],
    ['1', { 'fail-on-findings': 'false' }, 0, 'failed'],
    ['3', { 'fail-on-findings': 'false' }, 3, 'error'],
  ])('end as asked after exit status %s with %j: %i', (STATUS, given, expected, outcome) => {
    const { status, outputs } = record({ paths: 'x', ...given }, { STATUS });
    expect(status).toBe(expected);
    expect(outputs).toMatchObject({
      payloads: '3',
      errors: '2',
      warnings: '1',
      outcome,
      'exit-status': STATUS,
    });
  });

  test.each([
    ['', `fp-webhooks@${version}`],
    ['2.0.0-beta.1', 'fp-webhooks@2.0.0-beta.1'],
  ])('install the version "%s" from npm where the project has none', (wanted, spec) => {
    const npm = `#!/bin/sh\necho "$@" > "$NPM_RECORD"\nmkdir -p "$3/node_modules/.bin"\ncp "$RECORDER" "$3/node_modules/.bin/fp-webhooks"\n`;
    const tools = makeFolder({ npm, recorder: RECORDER });
    for (const name of ['npm', 'recorder']) chmodSync(join(tools, name), 0o755);
    // A version that is asked for comes before that of the project.
    const workspace = wanted === '' ? makeFolder() : makeWorkspace('#!/bin/sh\nexit 7\n');
    const run = runAction(
      workspace,
      { paths: 'x', version: wanted },
      {
        PATH: `${tools}:${process.env['PATH']}`,
        NPM_RECORD: join(tools, 'args'),
        RECORDER: join(tools, 'recorder'),
        RECORD: join(tools, 'record'),
      },
    );
    expect(run).toMatchObject({ status: 0, log: expect.stringContaining('fp-webhooks 9.9.9') });
    expect(readFileSync(join(tools, 'args'), 'utf8')).toMatch(
      new RegExp(`^install --prefix \\S+ --ignore-scripts .*${spec}\n$`),
    );
  });

  test('never take a tool that broke down for one that found something', () => {
    const workspace = makeWorkspace('#!/bin/sh\n[ "$1" = --version ] && exit 0\nexit 1\n');
    const run = runAction(workspace, { paths: 'x', 'fail-on-findings': 'false' });
    expect(run).toMatchObject({ status: 1, outputs: { outcome: 'error', errors: '', sarif: '' } });
  });

  test('say what to do where the tool does not run', () => {
    const { status, log } = runAction(makeWorkspace('#!/bin/sh\nexit 2\n'), { paths: 'x' });
    expect({ status, log }).toEqual({ status: 2, log: expect.stringContaining('actions/setup-node') });
  });
});

describe('the action with the tool itself', () => {
  const bad = '{"event_kind":"footprint.vault.updated","fp_id":7}';

  test('annotates what is wrong, writes summary and SARIF, counts, and fails', () => {
    const workspace = makeWorkspace(REAL, { 'in a folder/bad.json': bad });
    const { status, outputs, log, summary } = runAction(workspace, { paths: 'in a folder/' });
    expect(log).toMatch(/^::error .*file=in a folder\/bad\.json,.*line=1[,:]/m);
    expect(outputs).toMatchObject({ outcome: 'failed', 'exit-status': '1', payloads: '1' });
    expect(Number(outputs['errors'])).toBeGreaterThan(0);
    expect(status).toBe(1);
    expect(summary).toContain('bad.json');
    const sarif = JSON.parse(readFileSync(outputs['sarif'] ?? '', 'utf8'));
    expect(sarif).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'fp-webhooks' } } }] });
    expect(JSON.stringify(sarif)).toContain('in%20a%20folder/bad.json');
  });

  test('passes what is right', () => {
    const workspace = makeWorkspace(REAL, { 'good.json': readFixture('synthetic/vault.updated.card') });
    expect(runAction(workspace, { paths: 'good.json', strict: 'true' })).toMatchObject({
      status: 0,
      outputs: { outcome: 'passed', errors: '0', warnings: '0', payloads: '1' },
    });
  });

  test('ends with an error where nothing matches, also when findings are not to fail', () => {
    const run = runAction(makeWorkspace(REAL), { paths: 'none*.json', 'fail-on-findings': 'false' });
    expect(run).toMatchObject({ outputs: { outcome: 'error', sarif: '', errors: '' } });
    expect(run.status).toBeGreaterThan(1);
  });
});

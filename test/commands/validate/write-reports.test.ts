import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toReportAbout } from '../../../src/commands/validate/report-about.ts';
import type { ReportRequest } from '../../../src/commands/validate/report-formats.ts';
import { writeReports } from '../../../src/commands/validate/write-reports.ts';
import { toLevels } from '../../../src/core/validation/rules/rules.ts';
import type { OutputRecord } from '../../../src/report/records.ts';
import { makeFolder, PROJECT } from '../../harness/folder.ts';
import { render } from '../../report/sample.ts';
import { CUT, FULL, SOME } from '../../report/validation/runs.ts';

interface Place {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Plan {
  readonly requests?: readonly ReportRequest[];
  readonly passed?: boolean;
  readonly coverage?: boolean;
}

async function write(
  { requests = [], passed = false, coverage = false }: Plan,
  { cwd = makeFolder(), env = {} }: Place = {},
  run = SOME,
) {
  const records: OutputRecord[] = [];
  const report = (record: OutputRecord) => void records.push(record);
  const context = { cwd, env, version: '1.2.3', packageRoot: PROJECT, report, showPii: false };
  const asked = { limits: {}, coverage };
  const about = toReportAbout(context, { verdict: passed ? 'passed' : 'failed' });
  await writeReports({ run, levels: toLevels(new Map()), asked, about }, requests, context);
  return { cwd, records, read: (file: string) => readFileSync(join(cwd, file), 'utf8') };
}

test('each report is in its file, and one on standard output is a record that is printed as it is', async () => {
  const requests = [
    { format: 'tap' as const },
    { format: 'junit' as const, file: 'j.xml' },
    { format: 'sarif' as const, file: 's.sarif' },
    { format: 'gitlab' as const, file: 'g.json' },
    { format: 'markdown' as const, file: 'm.md' },
    { format: 'github' as const, file: 'h.txt' },
  ];
  const { records, read, cwd } = await write({ requests });
  expect(readdirSync(cwd).toSorted()).toEqual(['g.json', 'h.txt', 'j.xml', 'm.md', 's.sarif']);
  expect(read('j.xml')).toContain('<testsuite name="fp-webhooks validate" tests="4" failures="2"');
  expect(JSON.parse(read('s.sarif')).runs[0].tool.driver.version).toBe('1.2.3');
  expect(JSON.parse(read('g.json'))).toHaveLength(5);
  expect(read('m.md')).toMatch(/^## fp-webhooks validate\n/);
  expect(read('h.txt')).toMatch(/^::error file=fixtures\/a\.json,/);
  expect(records).toEqual([
    { type: 'document', format: 'tap', text: expect.stringMatching(/^TAP version 14\n/) },
  ]);
  const [record] = records;
  expect(render(records, 20)).toBe(record?.type === 'document' ? record.text : undefined);
});

test('text on standard output is left to the records of what was found', async () => {
  expect((await write({ requests: [{ format: 'text' }] })).records).toEqual([]);
});

test('a report has the mode of any other file, and replaces what was there', async () => {
  const cwd = makeFolder({ 'j.xml': 'old' });
  chmodSync(join(cwd, 'j.xml'), 0o600);
  writeFileSync(join(cwd, 'usual'), '');
  const { read } = await write({ requests: [{ format: 'junit', file: 'j.xml' }] }, { cwd });
  expect(read('j.xml')).toContain('<testsuites');
  expect(statSync(join(cwd, 'j.xml')).mode).toBe(statSync(join(cwd, 'usual')).mode);
});

test('a file that cannot be written does not keep the others from being so', async () => {
  const cwd = makeFolder();
  const requests = [
    { format: 'tap' as const, file: 'gone/t.tap' },
    { format: 'junit' as const, file: 'j.xml' },
  ];
  await expect(write({ requests }, { cwd })).rejects.toMatchObject({
    code: 'file_unwritable',
    message: expect.stringContaining('gone/t.tap'),
  });
  expect(readdirSync(cwd)).toEqual(['j.xml']);
});

test('paths are those of the repository, also in a folder of it, and the commit is linked', async () => {
  const root = makeFolder({ 'packages/app/x': '' });
  const env = {
    GITHUB_WORKSPACE: root,
    GITHUB_SERVER_URL: 'https://example.com',
    GITHUB_REPOSITORY: 'owner/app',
    GITHUB_SHA: '0123abc',
  };
  const cwd = join(root, 'packages/app');
  const requests = [{ format: 'markdown' as const, file: 'm.md' }, { format: 'github' as const }];
  const { read, records } = await write({ requests }, { cwd, env });
  expect(read('m.md')).toContain(
    '(<https://example.com/owner/app/blob/0123abc/packages/app/fixtures/a.json?plain=1#L3>)',
  );
  expect(records).toMatchObject([{ text: expect.stringContaining('file=packages/app/fixtures/a.json,') }]);
  const gitlab = {
    CI_PROJECT_DIR: root,
    CI_PROJECT_URL: 'https://example.com/g/app',
    CI_COMMIT_SHA: '4567def',
  };
  const there = await write({ requests }, { cwd, env: gitlab });
  expect(there.read('m.md')).toContain('/g/app/-/blob/4567def/packages/app/fixtures/a.json?plain=1#L3');
});

test('a checkout in which the tool is not run says nothing about its paths', async () => {
  const cwd = makeFolder({ 'checkout/x': '' });
  const requests = [{ format: 'gitlab' as const, file: 'g.json' }];
  for (const GITHUB_WORKSPACE of [join(cwd, 'checkout'), makeFolder(), 'relative', '']) {
    const { read } = await write({ requests }, { cwd, env: { GITHUB_WORKSPACE } });
    expect(JSON.parse(read('g.json'))[0].location.path).toBe('fixtures/a.json');
  }
});

test('what lies outside of the repository keeps its whole path', async () => {
  const root = makeFolder();
  const run = { ...CUT, findings: CUT.findings.map((each) => ({ ...each, file: '../elsewhere/a.json' })) };
  mkdirSync(join(root, '..x'));
  const requests = [{ format: 'gitlab' as const, file: 'g.json' }];
  const { read } = await write(
    { requests },
    { cwd: root, env: { GITHUB_WORKSPACE: join(root, '..x') } },
    run,
  );
  expect(JSON.parse(read('g.json'))[0].location.path).toBe(join(root, '../elsewhere/a.json'));
  const inside = { ...CUT, findings: CUT.findings.map((each) => ({ ...each, file: '..x/a.json' })) };
  const { read: again } = await write({ requests }, { cwd: root }, inside);
  expect(JSON.parse(again('g.json'))[0].location.path).toBe('..x/a.json');
});

const ANNOTATIONS = { requests: [{ format: 'github' as const }] };

test('annotations have a summary of the job beside them, below what the step has there already', async () => {
  const cwd = makeFolder({ summary: 'Before.\n' });
  const env = { GITHUB_STEP_SUMMARY: join(cwd, 'summary') };
  const coverage = true;
  const { records, read } = await write({ ...ANNOTATIONS, coverage }, { cwd, env });
  expect(read('summary')).toMatch(/^Before\.\n## fp-webhooks validate\n/);
  expect(read('summary')).toContain('### Coverage');
  expect(records.map(({ type }) => type)).toEqual(['document']);
});

test('the summary is never longer than GitHub takes of one step', async () => {
  const cwd = makeFolder({ summary: 'x'.repeat(1_000_000) });
  const env = { GITHUB_STEP_SUMMARY: join(cwd, 'summary') };
  const { read } = await write(ANNOTATIONS, { cwd, env }, FULL);
  expect(read('summary')).toContain('more, which do not fit here.');
  expect(Buffer.byteLength(read('summary'))).toBeLessThanOrEqual(1_048_576);
  writeFileSync(join(cwd, 'summary'), 'x'.repeat(1_048_570));
  await write(ANNOTATIONS, { cwd, env }, FULL);
  expect(read('summary')).toHaveLength(1_048_570);
});

test('a summary that cannot be written is told, and nothing fails for it', async () => {
  const { records } = await write(ANNOTATIONS, { env: { GITHUB_STEP_SUMMARY: '/nowhere/summary' } });
  expect(records).toMatchObject([
    { type: 'document' },
    { type: 'notice', code: 'summary_not_written', message: expect.stringContaining('/nowhere/summary') },
  ]);
});

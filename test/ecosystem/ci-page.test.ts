import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { EXIT_STATUS_OF_OUTCOME } from '../../src/cli/exit-status.ts';
import { parseCommandLine } from '../../src/cli/program.ts';
import { ACTION } from '../harness/action.ts';
import { makeFolder, PROJECT } from '../harness/folder.ts';
import { loadGitHubParser } from '../harness/github-parser.ts';

const PAGE = readFileSync(join(PROJECT, 'docs/ci.md'), 'utf8');
const BLOCKS = [...PAGE.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', text = '']) => {
  const [, file = ''] = /^# (\S+)$/m.exec(language === 'yaml' ? text : '') ?? [];
  return { language, text, file, content: language === 'yaml' ? parse(text) : undefined };
});
const filesNamed = (start: string) => BLOCKS.filter(({ file }) => file.startsWith(start));
const WORKFLOWS = filesNamed('.github/workflows/');

/** Every script on the page, as the shell of a CI gets it. */
const SCRIPTS: readonly string[] = BLOCKS.flatMap(({ language, text, content }) => {
  if (language === 'sh') return text.trim().split('\n');
  if (language === 'groovy') return [...text.matchAll(/sh '([^']*)'/g)].map(([, script = '']) => script);
  return findScripts(content);
}).filter((script) => script.includes('fp-webhooks'));

/** The values of `run`, the items of `script`, and an entry of pre-commit with its arguments, wherever they stand. */
function findScripts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(findScripts);
  if (typeof value !== 'object' || value === null) return [];
  const { run, script, entry, args, ...others } = value as Record<string, unknown>;
  const own = [run, script, entry, Array.isArray(args) && ['fp-webhooks validate', ...args].join(' ')].flat();
  return [...own.filter((each) => typeof each === 'string'), ...findScripts(Object.values(others))];
}

const RECORDER = `#!/bin/sh\nprintf '%s\\0' "$@" >> "$RECORD"\nprintf '\\n' >> "$RECORD"\n`;

/** The arguments with which each script calls the tool, as bash makes them; all in one bash, as starting one is slow. */
function runAll(scripts: readonly string[]): readonly (readonly (readonly string[])[])[] {
  const cwd = makeFolder({ 'node_modules/.bin/fp-webhooks': RECORDER });
  chmodSync(join(cwd, 'node_modules/.bin/fp-webhooks'), 0o755);
  const lines = scripts.map((script, index) => `(export RECORD=record${index}; ${script}\n)`);
  const PATH = `${join(cwd, 'node_modules/.bin')}:${process.env['PATH']}`;
  const env = { PATH, SHARD: '2', CI_NODE_INDEX: '2', CI_NODE_TOTAL: '4' };
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', lines.join('\n')];
  execFileSync('bash', args, { cwd, env });
  return scripts.map((_, index) => {
    const calls = readFileSync(join(cwd, `record${index}`), 'utf8')
      .split('\n')
      .slice(0, -1);
    return calls.map((call) => call.split('\0').slice(0, -1));
  });
}

/** Why the tool does not take a command line, or undefined. */
async function findRefusal(args: readonly string[]): Promise<string | undefined> {
  try {
    const setting = { version: '1.0.0', columns: () => 80, env: {}, cwd: makeFolder() };
    const { kind } = await parseCommandLine(args, setting);
    return kind === 'command' ? undefined : kind;
  } catch (error) {
    return String(error);
  }
}

describe('docs/ci.md', () => {
  test('names the file that each YAML is for, of every kind', () => {
    expect(BLOCKS.filter(({ language, file }) => language === 'yaml' && file === '')).toEqual([]);
    expect(WORKFLOWS.length).toBeGreaterThan(2);
    expect(filesNamed('.gitlab-ci.yml').length).toBeGreaterThan(1);
    expect(filesNamed('.pre-commit-config.yaml').length).toBeGreaterThan(1);
  });

  test('has workflows that GitHub reads without a complaint, as are those of this repository', async () => {
    const { findWorkflowFaults } = await loadGitHubParser();
    expect(WORKFLOWS.flatMap(({ text }) => findWorkflowFaults(text))).toEqual([]);
    const ours = globSync('.github/workflows/*.yml', { cwd: PROJECT });
    expect(ours.length).toBeGreaterThan(0);
    for (const file of ours)
      expect(findWorkflowFaults(readFileSync(join(PROJECT, file), 'utf8'))).toEqual([]);
    const broken = WORKFLOWS[0]?.text.replace('runs-on', 'run-on') ?? '';
    expect(findWorkflowFaults(broken).length).toBeGreaterThan(0);
  });

  test('gives the action inputs that it has, and has them all in its tables, and the outputs', () => {
    const used = WORKFLOWS.flatMap(({ text }) => [...text.matchAll(/uses: OWNER\/fp-webhooks@/g)]);
    expect(used.length).toBeGreaterThan(0);
    const steps = WORKFLOWS.flatMap(({ content }) => Object.values<{ steps: Step[] }>(content.jobs))
      .flatMap(({ steps: all }) => all)
      .filter(({ uses = '' }) => uses.includes('/fp-webhooks@'));
    for (const name of steps.flatMap((step) => Object.keys(step.with ?? {})))
      expect(Object.keys(ACTION.inputs)).toContain(name);
    for (const name of [...Object.keys(ACTION.inputs), ...Object.keys(ACTION.outputs)])
      expect(PAGE).toMatch(new RegExp(`^\\| .*\`${name}\`.* \\|`, 'm'));
    for (const [, name = ''] of PAGE.matchAll(/steps\.webhooks\.outputs\.([\w-]+)/g))
      expect(Object.keys(ACTION.outputs)).toContain(name);
  });

  test('keeps what GitLab is to show also when there are findings, and writes it', () => {
    for (const { content } of filesNamed('.gitlab-ci.yml')) {
      for (const { script, artifacts } of Object.values<GitLabJob>(content).filter((job) => job.script)) {
        const files = Object.values(artifacts.reports ?? {});
        if (files.length > 0) expect(artifacts.when).toBe('always');
        for (const file of files) expect(script.join('\n')).toContain(`=${file}`);
      }
    }
  });

  test('names a hook of .pre-commit-hooks.yaml', () => {
    const ids = parse(readFileSync(join(PROJECT, '.pre-commit-hooks.yaml'), 'utf8')).map(
      ({ id }: Hook) => id,
    );
    const used = filesNamed('.pre-commit-config.yaml').flatMap(({ content }) =>
      content.repos.flatMap(({ hooks }: { hooks: readonly Hook[] }) => hooks.map(({ id }) => id)),
    );
    expect(new Set(used)).toEqual(new Set(ids));
  });

  test('has the statuses that the tool has', () => {
    const rows = [...PAGE.matchAll(/^\| (\d) \|/gm)].map(([, status]) => Number(status));
    expect(rows).toEqual([EXIT_STATUS_OF_OUTCOME.passed, EXIT_STATUS_OF_OUTCOME.failed, 2, 3]);
  });

  test('links only to what is there', () => {
    for (const [, path = '', anchor = ''] of PAGE.matchAll(/\]\(([^)#:]*)(?:#([^)]+))?\)/g)) {
      const file = path === '' ? 'docs/ci.md' : join('docs', path);
      expect(existsSync(join(PROJECT, file))).toBe(true);
      const heading = new RegExp(`^#+ ${anchor.replaceAll('-', '[ -]')}$`, 'im');
      if (anchor !== '') expect(readFileSync(join(PROJECT, file), 'utf8')).toMatch(heading);
    }
  });
});

test('the command lines of docs/ci.md are many, and the tool understands each', async () => {
  const calls = runAll(SCRIPTS).flat();
  expect(calls.length).toBeGreaterThan(12);
  const refused: string[] = [];
  for (const args of calls) {
    const refusal = await findRefusal(args);
    if (refusal !== undefined) refused.push(`${args.join(' ')}: ${refusal}`);
  }
  expect(refused).toEqual([]);
});

interface Step {
  readonly uses?: string;
  readonly with?: object;
}

interface GitLabJob {
  readonly script: readonly string[];
  readonly artifacts: { readonly when?: string; readonly reports?: Readonly<Record<string, string>> };
}

interface Hook {
  readonly id: string;
}

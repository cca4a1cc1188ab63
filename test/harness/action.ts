import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { makeFolder, PROJECT } from './folder.ts';

/** A step of a composite action. */
interface Step {
  readonly id: string;
  readonly run: string;
  readonly shell: string;
  readonly 'working-directory': string;
  readonly env: Readonly<Record<string, string>>;
}

/** The parts of `action.yml` that are used here. */
interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** The action as text. */
export const ACTION_TEXT = readFileSync(join(PROJECT, 'action.yml'), 'utf8');

/** The action as data. */
export const ACTION: Action = parse(ACTION_TEXT);

/** How a run of the action ended, and what it left for the steps after it. */
export interface ActionRun {
  /** That of the step that failed, else 0. */
  readonly status: number | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
  readonly summary: string;
}

/**
 * Runs the steps of `action.yml` as a runner does: in bash with the same options, expressions replaced in `env` and
 * `working-directory` only, and nothing more after a step that fails.
 */
export function runAction(
  workspace: string,
  given: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): ActionRun {
  const inputs = Object.fromEntries(
    Object.entries(ACTION.inputs).map(([name, input]) => [name, given[name] ?? input.default ?? '']),
  );
  const outputs: Record<string, Readonly<Record<string, string>>> = {};
  const files = makeFolder({ summary: '', 'temp/empty': '' });
  let log = '';
  let status: number | null = 0;
  const fill = (text: string) =>
    text.replace(/\$\{\{ (inputs|steps)\.([\w-]+)(?:\.outputs\.([\w-]+))? \}\}/g, (_, kind, name, output) =>
      kind === 'inputs' ? (inputs[name] ?? '') : (outputs[name]?.[output] ?? ''),
    );
  for (const step of ACTION.runs.steps) {
    const script = join(makeFolder({ script: step.run, output: '' }), 'script');
    const ended = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: join(workspace, fill(step['working-directory'])),
      encoding: 'utf8',
      env: {
        PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
        HOME: files,
        ...env,
        ...Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, fill(value)])),
        GITHUB_ACTIONS: 'true',
        CI: 'true',
        GITHUB_ACTION_PATH: PROJECT,
        GITHUB_WORKSPACE: workspace,
        GITHUB_STEP_SUMMARY: join(files, 'summary'),
        GITHUB_OUTPUT: join(dirname(script), 'output'),
        RUNNER_TEMP: join(files, 'temp'),
      },
    });
    log += ended.stdout + ended.stderr;
    status = ended.status;
    outputs[step.id] = readOutputs(join(dirname(script), 'output'));
    if (status !== 0) break;
  }
  const told = Object.entries(ACTION.outputs).map(([name, { value }]) => [name, fill(value)] as const);
  return {
    status,
    outputs: Object.fromEntries(told),
    log,
    summary: readFileSync(join(files, 'summary'), 'utf8'),
  };
}

function readOutputs(file: string): Readonly<Record<string, string>> {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

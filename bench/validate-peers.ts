import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EVENTS } from '../src/core/events/catalogue.ts';
import { eventJsonSchema } from '../src/core/events/json-schema.ts';
import { type Measured, measured } from './measured.ts';
import { install } from './npm.ts';

const AJV = 'node_modules/ajv-cli/dist/index.js';
const JQ = '/usr/bin/jq';
const PYTHON = 'python3';

/** Where the events are, and how many there are in each. */
export interface Scene {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly lines: string;
  readonly array: string;
  /** A part of the lines, for what is far slower. */
  readonly tenth: string;
  readonly hundredth: string;
  /** A folder of small files. */
  readonly small: string;
}

/** Other programs that check the same, and the names of those that could not be had. */
export interface Peers {
  readonly large: readonly Measured[];
  readonly small: readonly Measured[];
  readonly missing: readonly string[];
}

/** Installs them into the folder. Never fails for one that cannot be had. */
export async function preparePeers(scene: Scene): Promise<Peers> {
  const cwd = join(scene.folder, 'peers');
  await mkdir(cwd);
  await writeFile(join(cwd, 'package.json'), '{"private":true}');
  await writeFile(join(cwd, 'one.json'), JSON.stringify(toSchema()));
  await writeFile(join(cwd, 'all.json'), JSON.stringify({ type: 'array', items: toSchema() }));
  await writeFile(join(cwd, 'check.py'), CHECK);
  await install('ajv-cli@5', cwd);
  const python = { ...scene.env, PYTHONPATH: join(cwd, 'python') };
  const modules = await installPython(join(cwd, 'python'), cwd, python);
  const run = (name: string, command: string, args: readonly string[], scale = 1) =>
    measured(name, { command, args, cwd, env: command === PYTHON ? python : scene.env }, scale);
  const hasAjv = existsSync(join(cwd, AJV));
  const ajv = (schema: string, data: string) => [
    join(cwd, AJV),
    'validate',
    '--spec=draft2020',
    '--strict=false',
    '-s',
    schema,
    '-d',
    data,
  ];
  const heap = '--max-old-space-size=6000';
  return {
    large: [
      ...(hasAjv ? [run(AJV_NAME, process.execPath, [heap, ...ajv('all.json', scene.array)])] : []),
      ...(existsSync(JQ)
        ? [run(JQ_NAME, JQ, ['-e', 'has("event_kind") and has("fp_id")', scene.lines])]
        : []),
      ...(modules.has('fastjsonschema')
        ? [run(FAST_NAME, PYTHON, ['check.py', 'fast', scene.tenth], 10)]
        : []),
      ...(modules.has('jsonschema')
        ? [run(SLOW_NAME, PYTHON, ['check.py', 'slow', scene.hundredth], 100)]
        : []),
    ],
    small: hasAjv
      ? [run(AJV_SMALL_NAME, process.execPath, ajv('one.json', join(scene.small, '*.json')))]
      : [],
    missing: [
      ...(hasAjv ? [] : [AJV_NAME]),
      ...(existsSync(JQ) ? [] : [JQ_NAME]),
      ...(modules.has('fastjsonschema') ? [] : [FAST_NAME]),
      ...(modules.has('jsonschema') ? [] : [SLOW_NAME]),
    ],
  };
}

const AJV_NAME = 'ajv-cli 5, one array';
const AJV_SMALL_NAME = 'ajv-cli 5, the same files';
const JQ_NAME = 'jq, two keys looked for';
const FAST_NAME = 'python fastjsonschema, a tenth × 10';
const SLOW_NAME = 'python jsonschema, a hundredth × 100';

/** Any of the events. */
function toSchema(): object {
  return {
    anyOf: EVENTS.map((event) => {
      const { $schema: _, $id: __, ...rules } = eventJsonSchema(event);
      return rules;
    }),
  };
}

const CHECK = `import json, sys
kind, path = sys.argv[1:]
schema = json.load(open('one.json'))
if kind == 'fast':
    import fastjsonschema
    check = fastjsonschema.compile(schema)
else:
    import jsonschema
    check = jsonschema.Draft202012Validator(schema).validate
for line in open(path):
    check(json.loads(line))
`;

/** Which modules there are, after those that are not were asked for. */
async function installPython(
  target: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<ReadonlySet<string>> {
  const execute = promisify(execFile);
  // Where pip gets packages from stands in the home of the user.
  const ownEnv = process.env;
  const found = new Set<string>();
  for (const name of ['fastjsonschema', 'jsonschema']) {
    const isThere = () =>
      execute(PYTHON, ['-c', `import ${name}`], { cwd, env }).then(
        () => true,
        () => false,
      );
    if (!(await isThere()))
      await execute(PYTHON, ['-m', 'pip', 'install', '--quiet', '--target', target, name], {
        cwd,
        env: ownEnv,
        timeout: 120_000,
      }).catch(() => undefined);
    if (await isThere()) found.add(name);
  }
  return found;
}

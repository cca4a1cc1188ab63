import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder, PROJECT } from '../harness/folder.ts';

/** Writes what npm would have been asked for, and whether it would have worked for the whole machine. */
const NPM = `
const { appendFileSync } = require('node:fs');
const args = process.argv.slice(2);
appendFileSync(process.env.RECORD, [args.slice(0, 2).join(' '), 'npm_config_global' in process.env].join(' ') + '\\n');
process.exitCode = args[0] === process.env.FAILING ? 9 : 0;
`;

/** Prepares a checkout as `npm install -g` of a git URL does. */
function prepare(files: Readonly<Record<string, string>>, FAILING = '') {
  const script = readFileSync(join(PROJECT, 'scripts/prepare.mjs'));
  const cwd = makeFolder({ 'scripts/prepare.mjs': script, 'npm.cjs': NPM, record: '', ...files });
  const env = {
    RECORD: join(cwd, 'record'),
    FAILING,
    npm_execpath: join(cwd, 'npm.cjs'),
    npm_config_global: 'true',
  };
  const { status } = spawnSync(process.execPath, ['scripts/prepare.mjs'], { cwd, env });
  return { status, asked: readFileSync(env.RECORD, 'utf8').split('\n').slice(0, -1) };
}

test('a checkout that has its dependencies is built', () => {
  expect(prepare({ 'node_modules/rolldown/package.json': '{}' })).toEqual({
    status: 0,
    asked: ['run build false'],
  });
});

test('one that npm prepares for the whole machine gets them first, in its own folder and without their scripts', () => {
  expect(prepare({})).toEqual({ status: 0, asked: ['ci --ignore-scripts false', 'run build false'] });
});

test('what fails ends the preparation with its status', () => {
  expect(prepare({}, 'ci')).toEqual({ status: 9, asked: ['ci --ignore-scripts false'] });
  expect(prepare({}, 'run')).toMatchObject({ status: 9 });
});

test('npm prepares the package with this script', () => {
  const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
  expect(scripts.prepare).toBe('node scripts/prepare.mjs');
});

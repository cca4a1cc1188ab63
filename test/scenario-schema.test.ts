import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { PROJECT } from './harness/folder.ts';

const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');
const accepts = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(read('schemas/scenario.v1.json')));
const files = globSync('fixtures/scenarios/*.yaml', { cwd: PROJECT });

test('six scenarios come with it', () => {
  expect(files).toHaveLength(6);
});

test.each(files)('%s is as the published schema says, and names it for editors', (file) => {
  expect(accepts(parse(read(file))), JSON.stringify(accepts.errors)).toBe(true);
  expect(read(file)).toMatch(/^# yaml-language-server: \$schema=\.\.\/\.\.\/schemas\/scenario\.v1\.json\n/);
});

test.each<[string, object]>([
  ['a step that sends nothing', { name: 'a', steps: [{ delay: '1s' }] }],
  ['a step that sends two things', { name: 'a', steps: [{ event: 'a', payload: {} }] }],
  ['an unknown key', { name: 'a', steps: [{ event: 'a', dealy: '1s' }] }],
  ['a delay without a unit', { name: 'a', steps: [{ event: 'a', delay: '2' }] }],
  ['a status that there is not', { name: 'a', steps: [{ event: 'a', expect: 700 }] }],
  ['no steps', { name: 'a', steps: [] }],
])('the published schema refuses %s', (_, scenario) => {
  expect(accepts(scenario)).toBe(false);
});

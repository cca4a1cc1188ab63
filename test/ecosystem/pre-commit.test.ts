import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { makeFolder, PROJECT, readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';

const { run } = mostlyInside();
const HOOKS = parse(readFileSync(join(PROJECT, '.pre-commit-hooks.yaml'), 'utf8'));
const [hook] = HOOKS;

/** Source: pre-commit documentation, "Creating new hooks", 4.6, and its `MANIFEST_HOOK_DICT`: what a hook may say, by type. */
const KEYS: Readonly<Record<string, (value: unknown) => boolean>> = {
  id: isText,
  name: isText,
  entry: isText,
  language: (value) => value === 'node',
  description: isText,
  files: isPattern,
  types: (value) => Array.isArray(value) && value.every((tag) => ['file', 'text', 'json'].includes(tag)),
  pass_filenames: isBoolean,
  require_serial: isBoolean,
  minimum_pre_commit_version: (value) => /^\d+\.\d+\.\d+$/.test(String(value)),
};

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isPattern(value: unknown): boolean {
  return typeof value === 'string' && toPattern(value) instanceof RegExp;
}

/** Python writes flags within the pattern. */
function toPattern(text: string): RegExp {
  return new RegExp(text.replace('(?i)', ''), text.startsWith('(?i)') ? 'i' : '');
}

test('.pre-commit-hooks.yaml has one hook with all that pre-commit demands, and nothing it does not know', () => {
  expect(HOOKS).toHaveLength(1);
  expect(Object.keys(hook)).toEqual(expect.arrayContaining(['id', 'name', 'entry', 'language']));
  for (const [key, value] of Object.entries(hook)) expect([key, KEYS[key]?.(value)]).toEqual([key, true]);
});

test('the program of the hook is the one that the package installs', () => {
  const { bin } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
  expect(Object.keys(bin)).toContain(hook.entry.split(' ')[0]);
});

test.each([
  ['test/fixtures/footprint/passed.json', true],
  ['Footprint-webhooks.ndjson', true],
  ['webhooks/footprint.jsonl', true],
  ['package.json', false],
  ['docs/footprint.md', false],
])('the hook looks at %s: %s', (file, expected) => {
  expect(toPattern(hook.files).test(file)).toBe(expected);
});

test('the hook passes files that are right, and fails where one is wrong', async () => {
  const [, ...args] = hook.entry.split(' ');
  const cwd = makeFolder({
    'footprint/right.json': readFixture('synthetic/vault.updated.card'),
    'footprint/wrong one.json': '{"event_kind":"footprint.vault.updated"}',
  });
  expect(await run([...args, 'footprint/right.json'], { cwd })).toMatchObject({ status: 0 });
  const failed = await run([...args, 'footprint/right.json', 'footprint/wrong one.json'], { cwd });
  expect(failed).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('footprint/wrong one.json:1:1'),
  });
});

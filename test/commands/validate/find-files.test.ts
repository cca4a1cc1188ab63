import { expect, test } from 'vitest';
import { findFiles } from '../../../src/commands/validate/find-files.ts';
import { makeFolder } from '../../harness/folder.ts';

const FILES = ['a.json', 'b/fp-webhooks.config.json', 'b/known.json', 'known.json', 'r.json'];
const OURS = ['known.json', 'b/../r.json', 'not-yet.json'];

function find(inputs: readonly string[]) {
  const cwd = makeFolder(Object.fromEntries(FILES.map((file) => [file, '{}'])));
  return findFiles(inputs, OURS, { cwd, report: () => undefined });
}

test('the configuration, the baseline and reports are no inputs where they are only found', async () => {
  expect(await find(['.', '*.json', '-'])).toEqual(['a.json', 'b/known.json', '-']);
});

test('what is named by itself is checked, whatever it is', async () => {
  const files = ['b/fp-webhooks.config.json', 'known.json'];
  expect(await find(files)).toEqual(files);
});

test('to find nothing else is never a success', async () => {
  await expect(find(['*.json', '!a.json'])).rejects.toMatchObject({
    code: 'no_input',
    message: 'What is named holds nothing to check but what this run reads or writes itself.',
  });
});

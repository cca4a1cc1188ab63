import { expect, test } from 'vitest';
import { findFiles } from '../../../src/commands/validate/find-files.ts';
import { makeFolder } from '../../harness/folder.ts';

const FILES = ['a.json', 'b/fp-webhooks.config.json', 'b/known.json', 'known.json', 'r.json'];
const OURS = ['known.json', 'b/../r.json', 'not-yet.json'];
const place = () => makeFolder(Object.fromEntries(FILES.map((file) => [file, '{}'])));

test('the configuration, the baseline and reports are no inputs where they are only found', () => {
  expect(findFiles(['.', '*.json', '-'], OURS, place())).toEqual(['a.json', 'b/known.json', '-']);
});

test('what is named by itself is checked, whatever it is', () => {
  const files = ['b/fp-webhooks.config.json', 'known.json'];
  expect(findFiles(files, OURS, place())).toEqual(files);
});

test('to find nothing else is never a success', () => {
  expect(() => findFiles(['*.json', '!a.json'], OURS, place())).toThrow(
    expect.objectContaining({
      code: 'no_input',
      message: 'What is named holds nothing to check but what this run reads or writes itself.',
    }),
  );
});

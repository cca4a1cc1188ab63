import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expandInputs, readInput } from '../../src/io/input-files.ts';
import { makeFolder } from '../harness/folder.ts';

const FILES = {
  'b.json': 'b',
  'a.JSON': 'a',
  'c/d.ndjson': 'd',
  'c/e.jsonl': 'e',
  'c/f.txt': 'f',
  'c/.hidden/g.json': 'g',
  'node_modules/h.json': 'h',
  'odd[1].json': 'i',
};

test.each<[string[], string[]]>([
  [['.'], ['a.JSON', 'b.json', 'c/d.ndjson', 'c/e.jsonl', 'odd[1].json']],
  [
    ['c/', 'c'],
    ['c/d.ndjson', 'c/e.jsonl'],
  ],
  [
    ['c/f.txt', '-', 'b.json', '-'],
    ['c/f.txt', '-', 'b.json'],
  ],
  [['**/*.json'], ['b.json', 'odd[1].json']],
  [['node_modules/*.json'], ['node_modules/h.json']],
  [['odd[1].json'], ['odd[1].json']],
  [
    ['{b,x}.json', 'c/*'],
    ['b.json', 'c/d.ndjson', 'c/e.jsonl', 'c/f.txt'],
  ],
])('%j stands for %j', (inputs, files) => {
  expect(expandInputs(inputs, makeFolder(FILES)).map((path) => path.replaceAll('\\', '/'))).toEqual(files);
});

test.each([
  ['x.json', 'file_unreadable', 'Cannot read x.json: there is no such file or folder.'],
  ['*.xml', 'no_input', 'No file matches *.xml.'],
  ['c/.hidden/..', 'ok', ''],
  ['empty', 'no_input', 'The folder empty holds no .json, .ndjson or .jsonl file.'],
])('%s gives %s', (input, code, message) => {
  const cwd = makeFolder({ ...FILES, 'empty/x.txt': '' });
  const expand = () => expandInputs([input], cwd);
  if (code === 'ok') expect(expand().length).toBeGreaterThan(0);
  else expect(expand).toThrow(expect.objectContaining({ code, message }));
});

test('a file is read whole, by a path from the working folder or an absolute one', () => {
  const cwd = makeFolder(FILES);
  expect(Buffer.from(readInput('c/d.ndjson', cwd)).toString()).toBe('d');
  expect(Buffer.from(readInput(join(cwd, 'b.json'), '/')).toString()).toBe('b');
  expect(() => readInput('c', cwd)).toThrow(
    expect.objectContaining({ code: 'file_unreadable', message: 'Cannot read c: it is a folder.' }),
  );
});

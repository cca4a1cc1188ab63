import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { expandInputs, findInputs, INPUT_FORMS } from '../../src/io/input-files.ts';
import { readInput } from '../../src/io/read-file.ts';
import { makeFolder } from '../harness/folder.ts';

const FILES = {
  'b.json': 'b',
  'a.JSON': 'a',
  'c/d.ndjson': 'd',
  'c/e.jsonl': 'e',
  'c/f.txt': 'f',
  'c/.hidden/g.json': 'g',
  'c/.i.json': 'i',
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
  [['node_modules'], ['node_modules/h.json']],
  [
    ['c/.hidden', 'c/.*.json'],
    ['c/.hidden/g.json', 'c/.i.json'],
  ],
  [['**/.hidden/*'], ['c/.hidden/g.json']],
  [[`{${'x'.repeat(300)},b}.json`], ['b.json']],
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
  ['empty', 'no_input', 'The folder empty holds no .json, .ndjson, .jsonl or .har file.'],
])('%s gives %s', (input, code, message) => {
  const cwd = makeFolder({ ...FILES, 'empty/x.txt': '' });
  const expand = () => expandInputs([input], cwd);
  if (code === 'ok') expect(expand().length).toBeGreaterThan(0);
  else expect(expand).toThrow(expect.objectContaining({ code, message }));
});

const LEFT: readonly [args: string[], files: string[], idle?: string[]][] = [
  [
    ['.', '!c'],
    ['a.JSON', 'b.json', 'odd[1].json'],
  ],
  [
    ['!c/', '.', '!odd[1].json'],
    ['a.JSON', 'b.json'],
  ],
  [['**/*.json', '!**/b.*'], ['odd[1].json']],
  [
    ['c', 'b.json', '!*.json', '!nothing', '!'],
    ['c/d.ndjson', 'c/e.jsonl'],
    ['!nothing', '!'],
  ],
  [['-', 'c/f.txt', '!c/*', '!-'], ['-'], ['!-']],
  [['c/../b.json', 'c/d.ndjson', '!{b,x}.json'], ['c/d.ndjson']],
  [['.', '!d.ndjson', '!./e.jsonl', '!**/*.JSON'], ['b.json', 'c/e.jsonl', 'odd[1].json'], ['!./e.jsonl']],
];

test.each(LEFT)('%j leaves %j, and tells what left out nothing', async (args, files, idle = []) => {
  const found = await findInputs(args, makeFolder(FILES));
  expect(found.files.map((path) => path.replaceAll('\\', '/'))).toEqual(files);
  expect(found.idle).toEqual(idle);
});

test.each(['**/synthetic/**', 'synthetic', '../in/synthetic', '../in/*/', '../{in,out}/synthetic/*', 'x.*'])(
  'what is beside the working folder is left out by %s, whichever way it is named',
  async (pattern) => {
    const root = makeFolder({ 'in/a.json': '', 'in/synthetic/x.json': '', 'synthetic/b.json': '' });
    const [cwd, beside] = [join(root, 'synthetic'), join(root, 'in')];
    for (const input of ['../in', beside, '../in/**/*.json']) {
      const { files, idle } = await findInputs([input, `!${pattern}`], cwd);
      expect([files.map((file) => basename(file)), idle]).toEqual([['a.json'], []]);
    }
    const whole = await findInputs(['../in', `!${join(beside, '**', 'x*')}`], cwd);
    expect(whole.files).toEqual([join('..', 'in', 'a.json')]);
    expect((await findInputs([cwd, `!${pattern}`], cwd)).files).toEqual([join(cwd, 'b.json')]);
  },
);

test('a file that is named twice is found once, by the first of its names', () => {
  const cwd = makeFolder(FILES);
  const names = ['./c/../b.json', 'b.json', join(cwd, 'b.json'), './b.json'];
  expect(expandInputs(names, cwd)).toEqual(['./c/../b.json']);
  expect(expandInputs(['-', '.', ...names, '-'], cwd).filter((name) => name.includes('b.json'))).toEqual([
    'b.json',
  ]);
});

test('to leave out everything is never a success', async () => {
  const cwd = makeFolder(FILES);
  await expect(findInputs(['c', '!c/*', '!x'], cwd)).rejects.toMatchObject({
    code: 'no_input',
    message: '!c/*, !x leaves out every file that is named.',
  });
  await expect(findInputs(['!c'], cwd)).rejects.toMatchObject({
    code: 'usage',
    message: '!c leaves out files of those that are named, and none are.',
  });
});

test('a folder holds HAR files, and packed ones of every form', () => {
  const names = [
    'a.har',
    'b.json.gz',
    'c.ndjson.zst',
    'd.jsonl.GZ',
    'e.har.gz',
    'f.gz',
    'g.txt.gz',
    'h.json.bz2',
  ];
  const cwd = makeFolder(Object.fromEntries(names.map((name) => [name, ''])));
  expect(expandInputs(['.'], cwd)).toEqual(names.slice(0, 5));
});

test('a file is read whole, by a path from the working folder or an absolute one', () => {
  const cwd = makeFolder(FILES);
  expect(Buffer.from(readInput('c/d.ndjson', cwd)).toString()).toBe('d');
  expect(Buffer.from(readInput(join(cwd, 'b.json'), '/')).toString()).toBe('b');
  expect(() => readInput('c', cwd)).toThrow(
    expect.objectContaining({ code: 'file_unreadable', message: 'Cannot read c: it is a folder.' }),
  );
});

/** A folder with links in it, by name and what they lead to. */
function makeLinks(links: Readonly<Record<string, string>>): string {
  const cwd = makeFolder({ ...FILES, 'empty/x.txt': '' });
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(cwd, name));
  return cwd;
}

test('links are followed to files and folders, and a folder is read once, also where they lead in a circle', () => {
  const cwd = makeLinks({
    'empty/a.json': '../b.json',
    'empty/c': '../c',
    'empty/back': '..',
    'empty/twice': '../c',
    'empty/nowhere': 'gone',
    'empty/.#b.json': 'gone',
  });
  expect(expandInputs(['empty'], cwd)).toEqual([
    'empty/a.json',
    'empty/back/a.JSON',
    'empty/back/b.json',
    'empty/back/c/d.ndjson',
    'empty/back/c/e.jsonl',
    'empty/back/odd[1].json',
  ]);
  expect(expandInputs(['empty/*.json', 'empty/c'], cwd)).toEqual([
    'empty/a.json',
    'empty/c/d.ndjson',
    'empty/c/e.jsonl',
  ]);
});

const LONG = 'x'.repeat(300);

test.each([
  [LONG, `Cannot read ${LONG}: its name is too long.`],
  ['loop', 'Cannot read loop: its symbolic links lead in a circle.'],
  ['b.json/c', 'Cannot read b.json/c: there is no such file or folder.'],
  ['gone', 'Cannot read gone: there is no such file or folder.'],
  ['empty', 'Cannot read empty/gone.json: there is no such file or folder.'],
  ['empty/*.json', 'Cannot read empty/gone.json: there is no such file or folder.'],
  ['lo*', 'Cannot read loop: its symbolic links lead in a circle.'],
])('%s is unreadable', (input, message) => {
  const cwd = makeLinks({ loop: 'loop', gone: 'x.json', 'empty/gone.json': 'x.json' });
  const error = expect.objectContaining({ code: 'file_unreadable', message });
  expect(() => expandInputs([input], cwd)).toThrow(error);
});

test('what is found and cannot be followed is among the files where its reader tells it, and is refused elsewhere', () => {
  const cwd = makeLinks({ 'empty/gone.json': 'x.json', 'empty/loop.json': 'loop.json', loop: 'loop' });
  const forms = { ...INPUT_FORMS, withBroken: true } as const;
  const files = ['empty/gone.json', 'empty/loop.json'];
  expect(expandInputs(['empty'], cwd, forms)).toEqual(files);
  expect(expandInputs(['empty/*.json'], cwd, forms)).toEqual(files);
  expect(expandInputs(['loop', 'missing.json'], cwd, forms)).toEqual(['loop', 'missing.json']);
  expect(() => expandInputs(['loop'], cwd)).toThrow('its symbolic links lead in a circle.');
});

test('a file that is named in several ways is read once, as it is named first', () => {
  const cwd = makeFolder({ ...FILES, '-': '' });
  expect(expandInputs(['./b.json', 'b.json', join(cwd, 'b.json'), 'c/../b.json'], cwd)).toEqual(['./b.json']);
  expect(expandInputs(['-', './-', '-'], cwd)).toEqual(['-', './-']);
});

test('an empty argument is refused, and is not the whole folder', () => {
  expect(() => expandInputs(['b.json', ''], makeFolder(FILES))).toThrow(
    expect.objectContaining({ code: 'usage', message: 'An argument is empty, and names no file.' }),
  );
});

test.skipIf(process.getuid?.() === 0)('what is behind a locked folder is unreadable', () => {
  const cwd = makeFolder(FILES);
  chmodSync(join(cwd, 'c'), 0o600);
  const message = 'Cannot read c/d.ndjson: permission denied.';
  expect(() => expandInputs(['c/d.ndjson'], cwd)).toThrow(expect.objectContaining({ message }));
  chmodSync(join(cwd, 'c'), 0o700);
});

test.skipIf(!existsSync('/dev/zero'))('devices and pipes are read to their end, or to 256 MiB', () => {
  const cwd = makeFolder();
  expect(() => readInput('/dev/zero', cwd)).toThrow(
    expect.objectContaining({
      code: 'file_unreadable',
      message: 'Cannot read /dev/zero: it is larger than 256 MiB.',
    }),
  );
  expect(readInput('/dev/null', cwd)).toHaveLength(0);
  execFileSync('sh', ['-c', 'mkfifo pipe; head -c 300000 /dev/zero > pipe &'], { cwd, stdio: 'ignore' });
  expect(readInput('pipe', cwd)).toHaveLength(300_000);
});

test('an empty file is read', () => {
  const cwd = makeFolder({ 'empty.json': '' });
  writeFileSync(join(cwd, 'big.json'), 'x'.repeat(70_000));
  expect(readInput('empty.json', cwd)).toHaveLength(0);
  expect(readInput('big.json', cwd)).toHaveLength(70_000);
});

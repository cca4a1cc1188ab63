import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeWhole } from '../../src/io/write-file.ts';
import { makeFolder } from '../harness/folder.ts';

test('a file is written for its owner alone, and nothing is left beside it', () => {
  const cwd = makeFolder();
  writeWhole('a.xml', 'text', cwd);
  expect(readFileSync(join(cwd, 'a.xml'), 'utf8')).toBe('text');
  expect(statSync(join(cwd, 'a.xml')).mode & 0o777).toBe(0o600);
  expect(readdirSync(cwd)).toEqual(['a.xml']);
});

test('what stood there is replaced, also where a link leads to it', () => {
  const cwd = makeFolder({ 'real.xml': 'old and longer' });
  symlinkSync('real.xml', join(cwd, 'link.xml'));
  writeWhole('link.xml', 'new', cwd);
  expect(readFileSync(join(cwd, 'real.xml'), 'utf8')).toBe('new');
  expect(readdirSync(cwd).toSorted()).toEqual(['link.xml', 'real.xml']);
});

test('what is no file is written to and not replaced', async () => {
  const cwd = makeFolder();
  execFileSync('mkfifo', [join(cwd, 'pipe')]);
  // Open for both, so that neither side waits for the other.
  const pipe = await open(join(cwd, 'pipe'), 'r+');
  writeWhole('pipe', 'text', cwd);
  const { buffer, bytesRead } = await pipe.read(Buffer.alloc(16), 0, 16);
  expect(buffer.toString('utf8', 0, bytesRead)).toBe('text');
  await pipe.close();
  expect(statSync(join(cwd, 'pipe')).isFIFO()).toBe(true);
});

test.each([
  ['absent/a.xml', 'Cannot write absent/a.xml: there is no such file or folder.'],
  ['folder', 'Cannot write folder: it is a folder.'],
  ['file/a.xml', 'Cannot write file/a.xml: a part of its path is not a folder.'],
])('%s cannot be written, and the reason is said', (file, message) => {
  const cwd = makeFolder({ file: '' });
  mkdirSync(join(cwd, 'folder'));
  expect(() => writeWhole(file, 'text', cwd)).toThrow(
    expect.objectContaining({ code: 'file_unwritable', message }),
  );
  expect(readdirSync(cwd).toSorted()).toEqual(['file', 'folder']);
});

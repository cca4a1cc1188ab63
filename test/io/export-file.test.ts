import { readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startExportFile } from '../../src/io/export-file.ts';
import { makeFolder } from '../harness/folder.ts';

const isPosix = process.platform !== 'win32';

test('a file is there whole after finish, for its owner alone, and not before', () => {
  const path = join(makeFolder(), 'a.har');
  const file = startExportFile(path, false);
  file.write('ü');
  file.write('b\n');
  expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
  expect(file.finish()).toBe(4);
  expect(readFileSync(path, 'utf8')).toBe('üb\n');
  if (isPosix) expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('what is discarded leaves no trace', () => {
  const folder = makeFolder();
  const file = startExportFile(join(folder, 'a.har'), false);
  file.write('x');
  file.discard();
  expect(readdirSync(folder)).toEqual([]);
});

test('a file that is there stays as it is, also when it came in the meantime', () => {
  const folder = makeFolder({ 'a.har': 'mine' });
  expect(() => startExportFile(join(folder, 'a.har'), false)).toThrow(/is there already, and stays as it is/);
  const [first, second] = [1, 2].map(() => startExportFile(join(folder, 'b.har'), false));
  first?.write('first');
  first?.finish();
  expect(() => second?.finish()).toThrow(/is there already/);
  expect(readFileSync(join(folder, 'b.har'), 'utf8')).toBe('first');
  expect(readdirSync(folder).toSorted()).toEqual(['a.har', 'b.har']);
});

test('with force it is replaced, at the end', () => {
  const path = join(makeFolder({ 'a.har': 'old' }), 'a.har');
  const file = startExportFile(path, true);
  expect(readFileSync(path, 'utf8')).toBe('old');
  file.write('new');
  file.finish();
  expect(readFileSync(path, 'utf8')).toBe('new');
});

test.runIf(isPosix)('a device is never replaced, not even through a link', () => {
  const path = join(makeFolder(), 'null');
  symlinkSync('/dev/null', path);
  expect(() => startExportFile(path, true)).toThrow(/no regular file/);
});

test('a folder that is not there is named', () => {
  expect(() => startExportFile(join(makeFolder(), 'no', 'a.har'), false)).toThrow(
    /Cannot write .*no such file/,
  );
});

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCaptureFile } from '../../src/io/capture-file.ts';
import { makeFolder } from '../harness/folder.ts';

test('lines are added to a file of mode 0600, in a folder that is made for it', () => {
  const path = join(makeFolder(), 'a', 'b.ndjson');
  const file = openCaptureFile(path);
  file.append('one');
  file.append('zwei ä');
  file.close();
  expect(readFileSync(path, 'utf8')).toBe('one\nzwei ä\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
});

test.each([
  ['', 'new\n'],
  ['{"capture":1}\n', '{"capture":1}\nnew\n'],
  ['{"capture":1}\n{"capt', '{"capture":1}\n{"capt\nnew\n'],
  ['{"capture":', '{"capture":\nnew\n'],
  ['{"captu', '{"captu\nnew\n'],
  ['{"c\n', '{"c\nnew\n'],
])('a file with %j goes on on a line of its own', (before, after) => {
  const path = join(makeFolder({ 'c.ndjson': before }), 'c.ndjson');
  const file = openCaptureFile(path);
  file.append('new');
  file.close();
  expect(readFileSync(path, 'utf8')).toBe(after);
});

test.each(['A=1\n', '{"event_kind":"x"}\n', ' '])(
  'a file with %j is not one of captures, and is left as it is',
  (content) => {
    const path = join(makeFolder({ '.env': content }), '.env');
    expect(() => openCaptureFile(path)).toThrow(expect.objectContaining({ code: 'file_unwritable' }));
    expect(readFileSync(path, 'utf8')).toBe(content);
  },
);

test('two that are open add whole lines in turn', () => {
  const path = join(makeFolder(), 'c.ndjson');
  const [one, two] = [openCaptureFile(path), openCaptureFile(path)];
  for (const [file, text] of [
    [one, '1'],
    [two, '2'],
    [one, '3'],
  ] as const)
    file.append(text);
  expect(readFileSync(path, 'utf8')).toBe('1\n2\n3\n');
  one.close();
  two.close();
});

test('a folder in the place of the file is a failure with a code and the path', () => {
  const path = makeFolder();
  expect(() => openCaptureFile(path)).toThrow(
    expect.objectContaining({ code: 'file_unwritable', message: `Cannot write ${path}: it is a folder.` }),
  );
});

test.skipIf(!existsSync('/dev/full'))('a full disk is a failure with a code', () => {
  const file = openCaptureFile('/dev/full');
  expect(() => file.append('x')).toThrow(
    expect.objectContaining({
      code: 'file_unwritable',
      message: 'Cannot write /dev/full: the disk is full.',
    }),
  );
  file.close();
});

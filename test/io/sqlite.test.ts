import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openSqlite } from '../../src/io/sqlite.ts';
import { makeFolder, PROJECT } from '../harness/folder.ts';

test('a process that uses SQLite prints no warning', () => {
  const script = join(PROJECT, 'test/harness/history-writer.ts');
  const path = join(makeFolder(), 'history.db');
  const { stderr, stdout, status } = spawnSync(process.execPath, [script, path, '1', '1'], {
    encoding: 'utf8',
  });
  expect({ stderr, stdout, status }).toEqual({ stderr: '', stdout: '1\n', status: 0 });
});

test('only the warning about SQLite is dropped, and only while it is loaded', () => {
  const emitWarning = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined);
  const load = vi.spyOn(process, 'getBuiltinModule');
  const { getBuiltinModule } = process;
  // As Node 22 does it, and one more of another kind.
  load.mockImplementationOnce((name: string) => {
    process.emitWarning(
      'SQLite is an experimental feature and might change at any time',
      'ExperimentalWarning',
    );
    process.emitWarning('Something else', 'ExperimentalWarning');
    load.mockRestore();
    return getBuiltinModule(name);
  });
  openSqlite(':memory:', { timeoutMs: 0 }).close();
  process.emitWarning('SQLite is an experimental feature', 'ExperimentalWarning');
  expect(emitWarning.mock.calls.map(([warning]) => warning)).toEqual([
    'Something else',
    'SQLite is an experimental feature',
  ]);
  emitWarning.mockRestore();
});

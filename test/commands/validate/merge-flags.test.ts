import { expect, test } from 'vitest';
import { readShardReports } from '../../../src/commands/validate/merge-flags.ts';
import { mergeReports } from '../../../src/core/validation/shards/merge.ts';
import { toJsonReport } from '../../../src/report/validation/json.ts';
import { gather, LEVELS } from '../../core/validation/run/sample.ts';
import { makeFolder } from '../../harness/folder.ts';
import { makeShard, PARTS } from '../../report/validation/sample.ts';

const REPORT = toJsonReport(gather(PARTS), { version: '1', levels: LEVELS, limits: {}, shard: makeShard() });
const here = (files: Record<string, string>, stdin = '') => ({
  cwd: makeFolder(files),
  version: '1',
  readStdin: async () => new TextEncoder().encode(stdin),
});

test('reports are read from files and standard input', async () => {
  const found = await readShardReports(
    ['s-1.json', 's-2.json', '-'],
    here({ 's-1.json': REPORT, 's-2.json': REPORT }, REPORT),
  );
  expect(found.map(({ name }) => name)).toEqual(['s-1.json', 's-2.json', '(standard input)']);
  expect(mergeReports(found.slice(0, 1), {})).toEqual(gather(PARTS));
});

test('a file that is absent, or is no report of a shard, is a failure that names it', async () => {
  await expect(readShardReports([], here({}))).rejects.toMatchObject({ code: 'usage' });
  await expect(readShardReports(['x.json'], here({}))).rejects.toMatchObject({ code: 'file_unreadable' });
  await expect(readShardReports(['x.json'], here({ 'x.json': '{}' }))).rejects.toMatchObject({
    code: 'file_malformed',
    message: 'x.json is not the report of a shard.',
  });
});

import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { type BaselineOptions, openBaseline } from '../../../src/commands/validate/baseline-flags.ts';
import { baselineJsonSchema } from '../../../src/core/validation/baseline/baseline-schema.ts';
import type { PartResult } from '../../../src/core/validation/parts/part.ts';
import type { OutputRecord } from '../../../src/report/records.ts';
import { gather, part, text } from '../../core/validation/run/sample.ts';
import { makeFolder } from '../../harness/folder.ts';

const FINDS = [part({ groups: [{ finding: text(), places: [1, 1, 2, 1] }] })];

/** One run with these flags: what it gathers and what it says. */
async function run(cwd: string, options: BaselineOptions, parts: readonly PartResult[] = FINDS) {
  const said: OutputRecord[] = [];
  const baseline = await openBaseline(options, (file) => file, {
    cwd,
    report: (record) => said.push(record),
  });
  const gathered = gather(parts, baseline === undefined ? {} : { baseline: baseline.acceptance });
  baseline?.conclude(gathered);
  return { run: gathered, said };
}

const FILE = { baseline: 'b.json' };
const UPDATE = { ...FILE, updateBaseline: true };

test('without a flag nothing is accepted', async () => {
  expect(await run(makeFolder(), {})).toMatchObject({ run: { errors: 2, accepted: 0 }, said: [] });
});

test('an update writes what was found, as the schema says, and accepts it; then it is accepted', async () => {
  const cwd = makeFolder();
  expect(await run(cwd, UPDATE)).toMatchObject({
    run: { errors: 0, accepted: 2 },
    said: [{ type: 'notice', message: 'b.json accepts 2 findings now: 2 new, 0 no longer there.' }],
  });
  const content = readFileSync(join(cwd, 'b.json'), 'utf8');
  expect(new Ajv2020().validate(baselineJsonSchema(), JSON.parse(content))).toBe(true);
  expect(statSync(join(cwd, 'b.json')).mode & 0o777).toBe(0o644);
  expect(await run(cwd, FILE)).toMatchObject({ run: { errors: 0, accepted: 2 }, said: [] });
  expect((await run(cwd, UPDATE)).said).toMatchObject([
    { message: 'b.json accepts 2 findings now: nothing is new.' },
  ]);
  expect(readFileSync(join(cwd, 'b.json'), 'utf8')).toBe(content);
});

test('a new finding fails, and one that no longer occurs is told', async () => {
  const cwd = makeFolder();
  await run(cwd, UPDATE);
  const other = [part({ groups: [{ finding: text({ path: ['x'] }), places: [1, 1] }] })];
  expect(await run(cwd, FILE, other)).toMatchObject({
    run: { errors: 1, accepted: 0 },
    said: [
      {
        code: 'baseline_outdated',
        message: '2 findings of b.json no longer occur.',
        hint: expect.stringContaining('--update-baseline'),
      },
    ],
  });
  // Of a file that was not checked nothing is known.
  expect((await run(cwd, FILE, [part({ input: 1 })])).said).toEqual([]);
});

test('a baseline that is absent is a failure with the way to make it, never an empty one', async () => {
  await expect(run(makeFolder(), FILE)).rejects.toMatchObject({
    code: 'file_unreadable',
    message: 'Cannot read b.json: there is no such file or folder.',
    hint: expect.stringContaining('--update-baseline'),
  });
});

test('an update without a file is refused', async () => {
  await expect(run(makeFolder(), { updateBaseline: true })).rejects.toMatchObject({
    code: 'usage',
    message: '--update-baseline does not say which file.',
  });
});

test('what is there and is no baseline is never overwritten', async () => {
  const cwd = makeFolder({ 'b.json': '{"name":"app"}' });
  await expect(run(cwd, UPDATE)).rejects.toMatchObject({ code: 'file_malformed' });
  expect(readFileSync(join(cwd, 'b.json'), 'utf8')).toBe('{"name":"app"}');
});

test('a place that cannot be written to is told before anything is checked', async () => {
  const cwd = makeFolder();
  mkdirSync(join(cwd, 'd'));
  const refusal = {
    code: 'file_unwritable',
    message: 'Cannot write no/b.json: there is no such file or folder.',
  };
  const options = { baseline: 'no/b.json', updateBaseline: true };
  await expect(openBaseline(options, (file) => file, { cwd, report: () => {} })).rejects.toMatchObject(
    refusal,
  );
  await expect(run(cwd, { baseline: 'd', updateBaseline: true })).rejects.toMatchObject({
    code: 'file_unreadable',
    message: 'Cannot read d: it is a folder.',
  });
});

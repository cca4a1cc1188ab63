import { expect, test } from 'vitest';
import { type ConcludingOptions, openConcluding } from '../../../src/commands/validate/run-flags.ts';
import type { OutputRecord } from '../../../src/report/records.ts';
import { gather, part, text } from '../../core/validation/run/sample.ts';
import { makeFolder } from '../../harness/folder.ts';

const WARNING = text({ code: 'unknown_field', severity: 'warning' });
const PARTS = [part({ groups: [{ finding: WARNING, places: [1, 1, 2, 1] }] })];

/** One run with these flags: how it ends, and what is said. */
async function run(options: ConcludingOptions, { json = false, cwd = makeFolder() } = {}) {
  const said: OutputRecord[] = [];
  const concluding = await openConcluding(
    options,
    { cwd, env: {}, report: (record) => said.push(record) },
    json ? 'records' : 'text',
  );
  const outcome = concluding.conclude(gather(PARTS, concluding.gathering));
  return { outcome, said, types: said.map(({ type }) => type) };
}

test('in text findings of the same text come once, at the end; in JSON each comes by itself', async () => {
  expect(await run({})).toMatchObject({ outcome: 'passed', types: ['finding', 'summary'] });
  expect((await run({})).said[0]).toMatchObject({ count: 2 });
  expect((await run({}, { json: true })).types).toEqual(['finding', 'finding', 'summary']);
});

test.each<[ConcludingOptions, 'passed' | 'failed', object]>([
  [{}, 'passed', {}],
  [{ strict: true }, 'failed', { failedBy: 'strict' }],
  [{ maxWarnings: 1 }, 'failed', { failedBy: 'max_warnings', maxWarnings: 1 }],
  [{ maxWarnings: 2 }, 'passed', { maxWarnings: 2 }],
  [{ require: ['vault.updated'] }, 'failed', { failedBy: 'errors', errors: 1 }],
])('with %j it has %s', async (options, outcome, summary) => {
  const ended = await run(options);
  expect(ended.outcome).toBe(outcome);
  expect(ended.said.at(-1)).toMatchObject(summary);
});

test('the coverage is told where it was asked for, before the summary', async () => {
  expect((await run({ coverage: true })).types).toEqual(['finding', 'coverage', 'summary']);
  expect((await run({ require: ['all'] })).types.slice(-2)).toEqual(['coverage', 'summary']);
  expect((await run({ coverage: true })).said.at(-1)).toMatchObject({ coverage: { events: 0, values: 0 } });
});

test('with a baseline that has all findings nothing fails, and the summary says how many it accepts', async () => {
  const cwd = makeFolder();
  const strict = { strict: true, baseline: 'b.json' };
  expect(await run({ ...strict, updateBaseline: true }, { cwd })).toMatchObject({
    outcome: 'passed',
    types: ['notice', 'summary'],
  });
  const after = await run(strict, { cwd });
  expect(after).toMatchObject({ outcome: 'passed', types: ['summary'] });
  expect(after.said).toMatchObject([{ accepted: 2, warnings: 0 }]);
});

import { expect, test } from 'vitest';
import { makeFolder } from '../harness/folder.ts';
import { makeHistory } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { makeCapture } from '../io/history/captures.ts';

const { run } = mostlyInside();

const MISMATCH = { kind: 'signature_mismatch', itemCount: 1 } as const;
const CAPTURES = [
  makeCapture(1, { event: 'footprint.user.manual_review', fpId: 'fp_id_test_bbbbbbbbbbbbbbbbbbbbbb' }),
  makeCapture(2, { event: 'footprint.vault.updated', verdict: MISMATCH }),
];
const [FIRST = '', SECOND = ''] = CAPTURES.map(({ id }) => id);

async function check(...args: readonly string[]) {
  const cwd = await makeHistory(CAPTURES);
  const { status, stdout, stderr } = await run(['validate', '--json', ...args], { cwd });
  const records = parseRecords(stdout);
  const found = ofType('finding', records).map(({ file, code }) => `${file} ${code}`);
  return { status, stderr, found, summary: ofType('summary', records)[0] };
}

test('the deliveries of the history are checked, each under its id', async () => {
  const { status, found, summary } = await check('--from-history');
  expect(status).toBe(1);
  expect(found).toContain(`history:${SECOND} signature_invalid`);
  expect(summary).toMatchObject({ files: 2, payloads: 2 });
});

test('the filters of the history choose, also without --from-history', async () => {
  expect((await check('--event', 'user.*')).summary).toMatchObject({ payloads: 1 });
  expect((await check('--from-history', '--verdict', 'invalid')).found[0]).toContain(`history:${SECOND}`);
  expect((await check('--last')).found.every((each) => each.startsWith(`history:${SECOND}`))).toBe(true);
  expect(FIRST < SECOND).toBe(true);
});

test('a place in the history is one in what the export of that delivery prints', async () => {
  const cwd = await makeHistory(CAPTURES);
  const { stdout } = await run(['validate', '--json', '--from-history'], { cwd });
  const [finding] = ofType('finding', parseRecords(stdout)).filter(
    ({ code }) => code === 'signature_invalid',
  );
  const exported = await run(['history', 'export', SECOND], { cwd });
  expect(exported.stdout.slice((finding?.column ?? 0) - 1)).toMatch(/^\[\[/);
});

test('nothing in the history that fits, or no history, is no success', async () => {
  expect(await check('--from-history', '--fp-id', 'fp_id_nobody')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('No delivery in the history fits'),
  });
  const { status, stderr } = await run(['validate', '--from-history'], { cwd: makeFolder() });
  expect([status, stderr]).toEqual([2, expect.stringContaining('There is no history')]);
});

test.each<[readonly string[], string]>([
  [['--from-history', 'a.json'], '--from-history and "a.json" cannot be used together.'],
  [['-', '--last'], '--last and "-" cannot be used together.'],
  [['--shard', '1/2', '--since', '2h'], '--shard and --since cannot be used together.'],
  [['--shard', '1/2', 'a.json', '--require', 'all'], '--shard and --require cannot be used together.'],
  [['--shard', '1/2', 'a.json', '--baseline', 'b', '--update-baseline'], '--shard and --baseline cannot'],
  [['--merge', 'a.json', '--as', 'har'], '--merge and --as cannot be used together.'],
  [['--merge', 'a.json', '--rule', 'empty=off'], '--merge and --rule cannot be used together.'],
  [['--merge', 'a.json', '--shard', '1/2'], '--merge and --shard cannot be used together.'],
  [['--merge', 'a.json', '--jobs', '2'], '--merge and --jobs cannot be used together.'],
  [['--merge', 'a.json', '--event', 'user.*'], '--merge and --event cannot be used together.'],
  [['a.json', '--shard', '3/2'], '--shard'],
  [['a.json', '--jobs', '0'], '--jobs'],
  [['a.json', '--as', 'xml'], '--as'],
])('validate %j is refused', async (args, message) => {
  const { status, stdout, stderr } = await run(['validate', ...args], {
    cwd: makeFolder({ 'a.json': '{}' }),
  });
  expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
});

test('what is configured for all runs does not keep a shard from being checked or joined', async () => {
  const config = JSON.stringify({ require: ['vault.updated'], rule: ['empty=off'] });
  const cwd = makeFolder({ 'fp-webhooks.config.json': config, 'a.json': '' });
  const shard = ['validate', 'a.json', '--shard', '1/1', '--report', 'json=s.json'];
  expect(await run(shard, { cwd })).toMatchObject({ status: 0, stderr: '' });
  const { status, stdout } = await run(['validate', '--merge', 's.json'], { cwd });
  expect([status, stdout]).toEqual([1, expect.stringContaining('vault.updated is required')]);
});

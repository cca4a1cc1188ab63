import { expect, test } from 'vitest';
import { startApp } from '../harness/app.ts';
import { BINARY, run } from '../harness/binary.ts';
import { PROJECT } from '../harness/folder.ts';
import { parseRecords } from '../harness/records.ts';

/** The binary with its streams redirected by a shell. */
const redirected = (redirection: string) =>
  ['sh', '-c', `exec "$0" "$@" ${redirection}`, process.execPath, BINARY] as const;

test.each([
  [['validate', 'fixtures']],
  [['events']],
  [['--help']],
  [['listen', '--port', '0', '--no-save']],
  [['replay', 'vault.updated']],
])('%j on a full disk says so in one sentence, with 3', async (args) => {
  const app = await startApp();
  const to = args[0] === 'replay' ? ['--to', app.url] : [];
  const ended = await run([...args, ...to], { cwd: PROJECT, binary: redirected('> /dev/full') });
  expect(ended).toMatchObject({
    status: 3,
    stderr: 'Cannot write standard output: the disk is full.\n',
  });
});

test('with --json a full disk is a record', async () => {
  const { status, stderr } = await run(['events', '--json'], { binary: redirected('> /dev/full') });
  expect(status).toBe(3);
  expect(parseRecords(stderr)).toMatchObject([{ type: 'error', code: 'file_unwritable', exitStatus: 3 }]);
});

test('when not even errors can be written, the exit status still says what happened', async () => {
  expect(await run(['validate', 'no.json'], { binary: redirected('2> /dev/full') })).toMatchObject({
    status: 3,
  });
  const both = redirected('> /dev/full 2>&1');
  expect(await run(['events'], { binary: both })).toMatchObject({ status: 3 });
});

test.each([
  ['>&-', ['events'], 0],
  ['2>&-', ['validate', 'no.json'], 3],
  ['>&- 2>&-', ['events'], 0],
  ['<&-', ['validate', '-'], 1],
])('with %s, %j is no bug', async (redirection, args, expected) => {
  const { status, stderr } = await run(args, { binary: redirected(redirection) });
  expect(status).toBe(expected);
  expect(stderr).not.toContain('bug');
});

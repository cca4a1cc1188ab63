import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SECRET } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { makeHistory } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { diagnosis, forwarding, makeCapture } from '../io/history/captures.ts';

const { run, start } = mostlyInside();

const MISMATCH = { kind: 'signature_mismatch', itemCount: 1 } as const;
const CAPTURES = [
  makeCapture(1, { event: 'footprint.onboarding.completed', fpId: 'fp_id_ann', note: 'ann@example.com' }),
  makeCapture(2, { event: 'footprint.user.manual_review', fpId: 'fp_id_bob', messageId: 'msg_twice' }),
  makeCapture(3, { event: 'footprint.user.manual_review', fpId: 'fp_id_bob', messageId: 'msg_twice' }),
  makeCapture(4, { event: 'footprint.vault.updated', verdict: MISMATCH, note: 'a needle' }),
];
const [FIRST = '', SECOND = '', THIRD = '', FOURTH = ''] = CAPTURES.map(({ id }) => id);

const makeFour = () =>
  makeHistory(CAPTURES, {
    [FIRST]: { answer: { by: 'app', status: 500 }, forwardings: [forwarding(500)] },
    [SECOND]: { answer: { by: 'app', status: 204 }, forwardings: [forwarding(204)] },
    [THIRD]: { answer: { by: 'app', status: null } },
    [FOURTH]: { answer: { by: 'listener', status: 400 }, diagnosis },
  });

async function list(cwd: string, ...args: readonly string[]) {
  const ended = await run(['history', ...args, '--json'], { cwd });
  return { ...ended, kept: ofType('kept', parseRecords(ended.stdout)) };
}

test('deliveries are listed newest first, with attempts counted', async () => {
  const { kept, status } = await list(await makeFour(), 'list');
  expect(status).toBe(0);
  expect(kept.map(({ id, attempt }) => [id, attempt])).toEqual([
    [FOURTH, 1],
    [THIRD, 2],
    [SECOND, 1],
    [FIRST, 1],
  ]);
});

test.each([
  ['--event user.*', [THIRD, SECOND]],
  ['--event onboarding.completed --event footprint.vault.updated', [FOURTH, FIRST]],
  ['--verdict invalid', [FOURTH]],
  ['--verdict signature_mismatch', [FOURTH]],
  ['--status 5xx', [FIRST]],
  ['--status 204', [SECOND]],
  ['--status none', [THIRD]],
  ['--fp-id fp_id_b', [THIRD, SECOND]],
  ['--where note~needle', [FOURTH]],
  ['--where fp_id=fp_id_bob --where header:svix-id=msg_twice', [THIRD, SECOND]],
  ['--until 2026-11-22', []],
  ['--since 2026-11-22 --limit 1', [FOURTH]],
])('list %s chooses as it says', async (flags, ids) => {
  const cwd = await makeFour();
  const { kept, status } = await list(cwd, 'list', ...flags.split(' '));
  expect([kept.map(({ id }) => id), status]).toEqual([ids, ids.length > 0 ? 0 : 1]);
});

test('a length of time counts back from now', async () => {
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const [old, young] = [
    { ...makeCapture(1), receivedAt: ago(3) },
    { ...makeCapture(2), receivedAt: ago(1) },
  ];
  const cwd = await makeHistory([old, young]);
  expect((await list(cwd, 'list', '--since', '2h')).kept.map(({ id }) => id)).toEqual([young.id]);
  expect((await list(cwd, 'list', '--until', '120m')).kept.map(({ id }) => id)).toEqual([old.id]);
});

test('twenty are listed, and that there are more is said', async () => {
  const cwd = await makeHistory(Array.from({ length: 21 }, (_, index) => makeCapture(index)));
  const { kept, stderr } = await list(cwd, 'list');
  expect(kept).toHaveLength(20);
  expect(parseRecords(stderr)).toMatchObject([{ type: 'notice', code: 'more_kept' }]);
  expect(await list(cwd, 'list', '--limit', '21')).toMatchObject({ stderr: '', kept: { length: 21 } });
});

test('a message id means its newest attempt, to history show and to verify', async () => {
  const cwd = await makeFour();
  const shown = await run(['history', 'show', 'msg_twice', '--json'], { cwd });
  expect(shown.status).toBe(0);
  const [delivery] = ofType('delivery', parseRecords(shown.stdout));
  expect(delivery).toMatchObject({ id: THIRD, svixId: 'msg_twice', attempts: { length: 2 } });
  const verified = await run(['verify', 'msg_twice', '--json'], {
    cwd,
    env: { FP_WEBHOOKS_SECRET: SECRET },
  });
  expect(verified.stdout).toContain(THIRD);
});

test('a list for people shows ids that are enough to show one delivery', async () => {
  const cwd = await makeFour();
  const { stdout } = await run(['history', 'list'], { cwd });
  expect(stdout).not.toContain('fp_id_bob');
  const [short = ''] = stdout.split(' ');
  const shown = await run(['history', 'show', short], { cwd });
  expect(shown).toMatchObject({ status: 0, stderr: '' });
  expect(shown.stdout).toContain(FOURTH);
});

test('one delivery is shown with its diagnosis, forwardings and attempts, and the newest without an id', async () => {
  const cwd = await makeFour();
  const show = async (...args: readonly string[]) => {
    const { stdout } = await run(['history', 'show', ...args, '--json'], { cwd });
    return ofType('delivery', parseRecords(stdout))[0];
  };
  expect(await show()).toMatchObject({ id: FOURTH, diagnosis: { hashes: 12 }, answer: { status: 400 } });
  expect(await show(FIRST.toLowerCase())).toMatchObject({
    body: { kind: 'json', value: { note: '[e-mail]' } },
    forwardings: [{ status: 500, body: { kind: 'text', text: 'answer' } }],
  });
  expect(await show(THIRD)).toMatchObject({
    attempt: 2,
    attempts: [
      { id: SECOND, answerStatus: 204 },
      { id: THIRD, sameBody: true, answerStatus: null },
    ],
  });
  const { stdout } = await run(['history', 'show', FIRST, '--show-pii'], { cwd });
  expect(stdout).toContain('ann@example.com');
});

test('a search finds the words and says where they stand, masked', async () => {
  const cwd = await makeFour();
  expect((await list(cwd, 'search', 'need')).kept).toMatchObject([
    { id: FOURTH, match: { place: 'note', text: 'a needle' } },
  ]);
  const { kept, stdout } = await list(cwd, 'search', 'example', 'ann');
  expect(kept).toMatchObject([{ id: FIRST, match: { place: 'note', text: '[e-mail]' } }]);
  expect(stdout).not.toContain('ann@');
  expect(await list(cwd, 'search', 'needle', '--event', 'user.*')).toMatchObject({ kept: [], status: 1 });
});

test('the path is printed as it is, also of a history that is not there', async () => {
  const cwd = makeFolder();
  const path = join(cwd, 'a b.db');
  expect(await run(['history', 'path', '--history', 'a b.db'], { cwd })).toMatchObject({
    stdout: `${path}\n`,
    status: 0,
  });
  expect(parseRecords((await run(['history', 'path', '--json'], { cwd })).stdout)).toMatchObject([
    { type: 'location', exists: false },
  ]);
});

test.each([
  ['list', 'extra'],
  ['list', '--event', 'onbording.completed'],
  ['list', '--event', 'a b'],
  ['list', '--verdict', 'bad'],
  ['list', '--status', '700'],
  ['list', '--where', 'status'],
  ['list', '--since', 'soon'],
  ['list', '--since', '2'],
  ['list', '--until', '3600'],
  ['prune', '--older-than', '30'],
  ['list', '--limit', '0'],
  ['show', 'nope!'],
  ['show', '01', '02'],
  ['show', '01KAN4Z5V'],
  ['show', 'msg_unknown'],
  ['show', '7'],
  ['path', 'extra'],
  ['prune', '--keep', '1', 'extra'],
])('history %s %s %s is asked wrongly, in one sentence that repeats it', async (...args) => {
  const { status, stdout, stderr } = await run(['history', ...args, '--json'], { cwd: await makeFour() });
  expect([status, stdout]).toEqual([2, '']);
  expect(ofType('error', parseRecords(stderr))).toMatchObject([
    { message: expect.stringContaining(args.at(-1) ?? '') },
  ]);
});

test.each([
  [['search'], 'nothing to search for'],
  [['search', '...'], 'nothing to search for'],
  [['prune'], '--older-than'],
  [['list', '--since', '2'], 'say 2s, 2m, 2h or 2d, or a time'],
  [['prune', '--older-than', '30'], 'say 30s, 30m, 30h or 30d.'],
  [['list', '--since', '1h', '--until', '2h'], '--since is not before --until'],
])('history %s is asked wrongly, too', async (args, said) => {
  const { status, stdout, stderr } = await run(['history', ...args], { cwd: await makeFour() });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(said);
});

test('an unknown event is told with the nearest name', async () => {
  const { stderr } = await run(['history', 'list', '--event', 'onbording.completed'], {
    cwd: await makeFour(),
  });
  expect(stderr).toContain('Did you mean onboarding.completed?');
});

test.each([
  ['list'],
  ['show'],
  ['search', 'x'],
  ['export'],
  ['prune', '--keep', '1'],
  ['list', '--history', 'x.db'],
])('without a history, %s says so, and makes none', async (...args) => {
  const cwd = makeFolder();
  const { status, stderr, stdout } = await run(['history', ...args], { cwd });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/There is no history at (?:\.fp-webhooks.history|x)\.db/);
  expect(await run(['history', 'path', '--json'], { cwd })).toMatchObject({
    stdout: expect.stringContaining('"exists":false'),
  });
});

test('history alone prints what there is to do', async () => {
  const { status, stderr } = await start(['history']).ended;
  expect(status).toBe(2);
  expect(stderr).toContain('Show the deliveries that were kept, newest first');
});

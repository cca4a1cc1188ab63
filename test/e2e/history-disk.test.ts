import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findMessageId } from '../../src/core/delivery/delivery.ts';
import { run, SECRET, startListener } from '../harness/binary.ts';
import { CAN_MOUNT, makeReadOnlyFolder, mountDisk, mountOn, remount } from '../harness/disk.ts';
import { makeFolder } from '../harness/folder.ts';
import { readHistory } from '../harness/history.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver, send } from '../harness/sender.ts';

const env = { FP_WEBHOOKS_SECRET: SECRET };
const BIG = JSON.stringify({ event_kind: 'x', filling: 'a'.repeat(100_000) });

const noticesOf = (stderr: string) => ofType('notice', parseRecords(stderr));

test.runIf(CAN_MOUNT)(
  'on a full disk the sender is answered 503 and told to come again; with room, deliveries are kept again',
  async () => {
    const cwd = mountDisk('size=700k');
    const listener = await startListener([], { cwd });
    const statuses: number[] = [];
    for (let number = 0; number < 12; number += 1) {
      statuses.push((await deliver(listener.url, BIG, { id: `msg_${number}` })).status);
    }
    const accepted = statuses.flatMap((status, number) => (status === 200 ? [`msg_${number}`] : []));
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    expect(await send(listener.url, { method: 'GET' })).toMatchObject({ status: 200 });
    remount(cwd, 'size=20m');
    expect(await deliver(listener.url, BIG, { id: 'msg_late' })).toMatchObject({ status: 200 });
    const kept = await readHistory(cwd);
    expect(kept.map(({ capture }) => findMessageId(capture.delivery.headers))).toEqual([
      ...accepted,
      'msg_late',
    ]);
    expect(kept.every(({ capture }) => Buffer.from(BIG).equals(capture.delivery.body))).toBe(true);
    const { stderr, signal } = await listener.stop();
    expect(signal).toBe('SIGINT');
    const notices = noticesOf(stderr);
    expect(notices).toHaveLength(12 - accepted.length);
    expect(notices[0]).toEqual({
      type: 'notice',
      code: 'not_kept',
      message: `A delivery was not kept. Cannot write ${join(cwd, '.fp-webhooks', 'history.db')}: the disk is full.`,
      hint: expect.stringMatching(/^Make room on the disk, .* answered 503, so that it tries again\.$/),
    });
  },
);

test.runIf(CAN_MOUNT)(
  'a disk that is full at the start is named, and nothing half made is left',
  async () => {
    const cwd = mountDisk('size=64k,nr_inodes=3');
    const { status, stdout, stderr } = await run(['listen', '--port', '0'], { cwd, env });
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain(`${join(cwd, '.fp-webhooks')}`);
    expect(stderr).toContain('the disk is full');
  },
);

test('in a read-only folder it does not start, and says why', async ({ skip }) => {
  const folder = makeReadOnlyFolder();
  if (folder === undefined) return skip('nothing is read-only to this user');
  for (const [flags, cwd] of [
    [[], folder],
    [['--history', join(folder, 'history.db')], makeFolder()],
    [['--history', join(folder, 'new', 'history.db')], makeFolder()],
  ] as const) {
    const { status, stdout, stderr } = await run(['listen', '--port', '0', ...flags], { cwd, env });
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^Cannot write \S+: (the file system is read-only|permission denied)\.$/m);
    expect(stderr).toContain(folder);
  }
});

test.runIf(CAN_MOUNT)('a history in a read-only file system is listed, but not listened to', async () => {
  const cwd = mountDisk('size=4m');
  const listener = await startListener([], { cwd });
  await deliver(listener.url, '{"event_kind":"footprint.user.created"}');
  await listener.stop();
  remount(cwd, 'ro');
  expect(await run(['history', 'list'], { cwd })).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('user.created'),
  });
  expect(await run(['listen', '--port', '0'], { cwd, env })).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('the file system is read-only'),
  });
});

test.runIf(CAN_MOUNT)(
  'while the folder is read-only the sender is answered 503, and when that is over all goes on',
  async () => {
    const cwd = makeFolder();
    const listener = await startListener([], { cwd });
    expect(await deliver(listener.url, '{"event_kind":"x"}')).toMatchObject({ status: 200 });
    const unmount = mountOn(join(cwd, '.fp-webhooks'), 'ro');
    expect(await deliver(listener.url, '{"event_kind":"x"}')).toMatchObject({ status: 503 });
    await listener.until(({ stderr }) => stderr().includes('the file system is read-only'));
    unmount();
    expect(await deliver(listener.url, '{"event_kind":"x"}')).toMatchObject({ status: 200 });
    expect(await readHistory(cwd)).toHaveLength(2);
    await listener.stop();
  },
);

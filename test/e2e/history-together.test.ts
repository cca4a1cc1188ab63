import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findMessageId } from '../../src/core/delivery/delivery.ts';
import { run, startListener } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { readHistory } from '../harness/history.ts';
import { payloadOfAnySize, startLoad } from '../harness/load.ts';
import { deliver } from '../harness/sender.ts';

const BODY = '{"event_kind":"x"}';
const FILE = join('.fp-webhooks', 'history.db');

const idsIn = async (cwd: string, file?: string) =>
  (await readHistory(cwd, file)).map(({ capture }) => findMessageId(capture.delivery.headers) ?? '');

test('two listeners and a reader share a history under load: everything is kept exactly once', async () => {
  const cwd = makeFolder();
  const listeners = await Promise.all([startListener([], { cwd }), startListener([], { cwd })]);
  const loads = listeners.map(({ url }, index) =>
    startLoad(url, { senders: 6, each: 15, body: payloadOfAnySize, name: String(index) }),
  );
  const over = Promise.all(loads.map((load) => load.over));
  let isOver = false;
  void over.then(() => {
    isOver = true;
  });
  while (!isOver)
    expect(await run(['history', 'list'], { cwd })).toMatchObject({
      stderr: expect.not.stringMatching(/locked|damaged/),
    });
  await over;
  const accepted = loads.flatMap((load) => load.accepted());
  expect(accepted).toHaveLength(2 * 6 * 15);
  for (const listener of listeners) expect((await listener.stop()).stderr).toBe('');
  expect((await idsIn(cwd)).toSorted()).toEqual(accepted.toSorted());
});

test('listeners that start at the same moment in a new folder make one history', async () => {
  const cwd = makeFolder();
  const listeners = await Promise.all(Array.from({ length: 4 }, () => startListener([], { cwd })));
  const replies = await Promise.all(listeners.map(({ url }) => deliver(url, BODY)));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  await Promise.all(listeners.map((listener) => listener.stop()));
  expect(await readHistory(cwd)).toHaveLength(4);
  expect(readdirSync(join(cwd, '.fp-webhooks')).filter((name) => /new|lock/.test(name))).toEqual([]);
});

test('attempts of a message are counted across two listeners', async () => {
  const cwd = makeFolder();
  const [one, other] = await Promise.all([startListener([], { cwd }), startListener([], { cwd })]);
  await deliver(one.url, BODY, { id: 'msg_again' });
  await deliver(other.url, BODY, { id: 'msg_again' });
  await deliver(one.url, BODY, { id: 'msg_again' });
  expect((await one.wait('received', 2)).map(({ attempt }) => attempt)).toEqual([1, 3]);
  expect((await other.wait('received')).map(({ attempt }) => attempt)).toEqual([2]);
});

test.each<[string, (cwd: string) => void, string[]]>([
  ['the folder is deleted', (cwd) => rmSync(join(cwd, '.fp-webhooks'), { recursive: true }), ['msg_late']],
  ['the file is deleted', (cwd) => rmSync(join(cwd, FILE)), ['msg_late']],
  ['the log is deleted', (cwd) => rmSync(join(cwd, `${FILE}-wal`)), ['msg_early', 'msg_late']],
  ['its index is deleted', (cwd) => rmSync(join(cwd, `${FILE}-shm`)), ['msg_early', 'msg_late']],
  [
    'both are deleted',
    (cwd) => {
      rmSync(join(cwd, `${FILE}-wal`));
      rmSync(join(cwd, `${FILE}-shm`));
    },
    ['msg_early', 'msg_late'],
  ],
])(
  'when %s under a listener, what is answered 200 after that is kept, also through kill -9',
  async (_, remove, kept) => {
    const listener = await startListener();
    await deliver(listener.url, BODY, { id: 'msg_early' });
    remove(listener.cwd);
    expect(await deliver(listener.url, BODY, { id: 'msg_late' })).toMatchObject({ status: 200 });
    await listener.stop('SIGKILL');
    expect(await idsIn(listener.cwd)).toEqual(kept);
  },
);

test('a history that is moved away under a listener takes with it all that was kept until then', async () => {
  const listener = await startListener();
  await deliver(listener.url, BODY, { id: 'msg_early' });
  renameSync(join(listener.cwd, FILE), join(listener.cwd, 'moved.db'));
  await deliver(listener.url, BODY, { id: 'msg_late' });
  await listener.stop('SIGKILL');
  expect(await idsIn(listener.cwd, 'moved.db')).toEqual(['msg_early']);
  expect(await idsIn(listener.cwd)).toEqual(['msg_late']);
});

test('with --no-save nothing is written', async () => {
  const listener = await startListener(['--no-save']);
  for (let number = 0; number < 20; number += 1)
    expect(await deliver(listener.url, payloadOfAnySize(number), { id: 'msg_1' })).toMatchObject({
      status: 200,
    });
  expect((await listener.wait('received', 20)).at(-1)).toMatchObject({ attempt: 20 });
  expect(readdirSync(listener.cwd)).toEqual([]);
  await listener.stop();
  expect(readdirSync(listener.cwd)).toEqual([]);
  expect(existsSync(join(listener.cwd, '.fp-webhooks'))).toBe(false);
});

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startListener } from '../harness/binary.ts';
import { readHistory } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { startLoad } from '../harness/load.ts';
import { lockFile } from '../harness/lock.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver, send } from '../harness/sender.ts';

const body = () => Buffer.from('{"event_kind":"x"}');

test('while another process has the history locked deliveries wait, everything else is answered, and all are kept', async () => {
  const listener = await startListener();
  const release = await lockFile(join(listener.cwd, '.fp-webhooks', 'history.db'));
  const load = startLoad(listener.url, { senders: 10, each: 1, body, name: 'waiting' });
  for (let count = 0; count < 3; count += 1)
    expect(await send(listener.url, { method: 'GET' })).toMatchObject({ status: 200 });
  expect(load.answers.size).toBe(0);
  await release();
  await load.over;
  expect(load.accepted()).toHaveLength(10);
  expect(await readHistory(listener.cwd)).toHaveLength(10);
  expect((await listener.stop()).stderr).toBe('');
});

test('a history that stays locked is 503 after a while, and when it is free deliveries are kept again', async () => {
  const listener = await mostlyInside().startListener([], { waits: { lockMs: 300 } });
  const release = await lockFile(join(listener.cwd, '.fp-webhooks', 'history.db'));
  const begun = performance.now();
  expect(await deliver(listener.url, body())).toMatchObject({ status: 503 });
  expect(performance.now() - begun).toBeGreaterThan(250);
  await release();
  expect(await deliver(listener.url, body())).toMatchObject({ status: 200 });
  const { stderr } = await listener.stop();
  expect(ofType('notice', parseRecords(stderr))).toMatchObject([
    { code: 'not_kept', message: expect.stringMatching(/Another process has locked \S+history\.db\.$/) },
  ]);
  expect(await readHistory(listener.cwd)).toHaveLength(1);
});

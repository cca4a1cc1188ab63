import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { startApp } from '../harness/app.ts';
import { mostlyInside } from '../harness/inside.ts';
import { deliver, send } from '../harness/sender.ts';

const { startListener } = mostlyInside();

const bodyOf = (fpId: string, n: number) =>
  JSON.stringify({ event_kind: 'footprint.vault.updated', fp_id: fpId, n });

/** An app that answers nothing until it is told to. */
async function startHeldApp() {
  const open: ServerResponse[] = [];
  const seen = { most: 0 };
  const app = await startApp((_, response) => {
    open.push(response);
    seen.most = Math.max(seen.most, open.length);
  });
  const order = () =>
    app.arrivals.map(({ body }) => {
      const { fp_id, n } = JSON.parse(body.toString());
      return `${fp_id} ${n}`;
    });
  return { ...app, seen, order, finishNext: () => void open.shift()?.end() };
}

test('no app has more requests at once than --concurrency says, and those of one person keep their order', async () => {
  const app = await startHeldApp();
  const listener = await startListener(['--forward', app.url, '--concurrency', '2']);
  const sent: Promise<unknown>[] = [];
  for (let n = 1; n <= 3; n += 1) {
    for (const fpId of ['fp_id_a', 'fp_id_b', 'fp_id_c']) {
      sent.push(deliver(listener.url, bodyOf(fpId, n)));
      await listener.wait('received', sent.length);
    }
  }
  await app.arrived(2);
  // Requests that were under way as well would have come by the time these are answered.
  for (let count = 0; count < 3; count += 1) await send(listener.url, { method: 'GET' });
  expect(app.arrivals).toHaveLength(2);
  for (let count = 2; count <= 9; count += 1) {
    await app.arrived(count);
    app.finishNext();
  }
  app.finishNext();
  expect(await Promise.all(sent)).toHaveLength(9);
  expect(app.seen.most).toBe(2);
  for (const fpId of ['fp_id_a', 'fp_id_b', 'fp_id_c'])
    expect(app.order().filter((each) => each.startsWith(fpId))).toEqual([1, 2, 3].map((n) => `${fpId} ${n}`));
});

test('a person whose delivery hangs holds up no other one', async () => {
  const app = await startHeldApp();
  const listener = await startListener(['--forward', app.url, '--ack', 'verified']);
  for (const [fpId, n] of [
    ['fp_id_a', 1],
    ['fp_id_a', 2],
    ['fp_id_b', 1],
  ] as const)
    expect(await deliver(listener.url, bodyOf(fpId, n))).toMatchObject({ status: 200 });
  await app.arrived(2);
  expect(app.order()).toEqual(['fp_id_a 1', 'fp_id_b 1']);
  app.finishNext();
  await app.arrived(3);
  expect(app.order()).toEqual(['fp_id_a 1', 'fp_id_b 1', 'fp_id_a 2']);
  app.finishNext();
  app.finishNext();
  expect(await listener.wait('forwarded', 3)).toHaveLength(3);
});

import type { ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { type ForwarderOptions, startForwarder } from '../../src/io/forwarder.ts';
import { type Arrival, answering, findDeadUrl, hanging, startApp } from '../harness/app.ts';

function open(options: Partial<ForwarderOptions> = {}) {
  const forwarder = startForwarder({ concurrency: 10, insecure: false, ...options });
  onTestFinished(() => forwarder.close());
  const send = (url: string, lane: string, text: string) =>
    forwarder.forward({ url, lane, headers: [], body: Buffer.from(text) });
  return { ...forwarder, send };
}

/** An app that answers when it is told to, and says how many requests it has had at once. */
async function startSlowApp() {
  const waiting: { readonly text: string; readonly response: ServerResponse }[] = [];
  const seen = { most: 0 };
  const app = await startApp(({ body }: Arrival, response) => {
    waiting.push({ text: body.toString(), response });
    seen.most = Math.max(seen.most, waiting.length);
  });
  const finish = (text?: string) => {
    const index = text === undefined ? 0 : waiting.findIndex((each) => each.text === text);
    waiting.splice(index, 1)[0]?.response.end();
  };
  return {
    ...app,
    seen,
    finish,
    open: () => waiting.map(({ text }) => text),
    texts: () => app.arrivals.map(({ body }) => body.toString()),
  };
}

test('those of one lane are sent one after the other, in the order in which they were given', async () => {
  const app = await startSlowApp();
  const { send } = open();
  const all = ['1', '2', '3'].map((text) => send(app.url, 'a', text));
  for (const count of [1, 2, 3]) {
    await app.arrived(count);
    expect(app.open()).toEqual([String(count)]);
    app.finish();
  }
  expect(await Promise.all(all)).toMatchObject([{ status: 200 }, { status: 200 }, { status: 200 }]);
  expect(app.seen.most).toBe(1);
});

test('different lanes are sent side by side, and one that hangs holds up only itself', async () => {
  const app = await startSlowApp();
  const { send } = open();
  const stuck = [send(app.url, 'a', 'a1'), send(app.url, 'a', 'a2')];
  await app.arrived(1);
  const other = send(app.url, 'b', 'b1');
  await app.arrived(2);
  app.finish('b1');
  expect(await other).toMatchObject({ status: 200 });
  expect(app.texts()).toEqual(['a1', 'b1']);
  app.finish('a1');
  await app.arrived(3);
  app.finish('a2');
  expect(await Promise.all(stuck)).toHaveLength(2);
});

test('no URL has more requests at once than it is to bear, and all come', async () => {
  const [app, other] = [await startSlowApp(), await startApp()];
  const { send } = open({ concurrency: 3 });
  const all = Array.from({ length: 12 }, (_, index) => send(app.url, `lane ${index}`, String(index)));
  await app.arrived(3);
  // Requests that were under way as well would have come by the time these are answered.
  for (const text of ['1', '2', '3']) await send(other.url, 'a', text);
  expect(app.open()).toHaveLength(3);
  app.finish();
  for (let count = 4; count <= 12; count += 1) {
    await app.arrived(count);
    app.finish();
  }
  app.finish();
  app.finish();
  await Promise.all(all);
  expect(app.seen.most).toBe(3);
  expect(app.texts().toSorted()).toEqual(Array.from({ length: 12 }, (_, index) => String(index)).toSorted());
});

test('what waits for its lane takes the turn of nobody', async () => {
  const app = await startSlowApp();
  const { send } = open({ concurrency: 2 });
  const lane = ['a1', 'a2', 'a3'].map((text) => send(app.url, 'a', text));
  const other = send(app.url, 'b', 'b1');
  await app.arrived(2);
  expect(app.open()).toEqual(['a1', 'b1']);
  for (const text of ['b1', 'a1']) app.finish(text);
  await other;
  await app.arrived(3);
  app.finish('a2');
  await app.arrived(4);
  app.finish('a3');
  await Promise.all(lane);
});

test('each URL has its own lanes and its own limit', async () => {
  const [one, other] = [await startSlowApp(), await startApp()];
  const { send } = open({ concurrency: 1 });
  const stuck = send(one.url, 'a', '1');
  await one.arrived(1);
  expect(await send(other.url, 'a', '2')).toMatchObject({ status: 200 });
  one.finish();
  await stuck;
});

test('a failure is an outcome, and what comes after it in the lane is sent all the same', async () => {
  const [dead, app] = [await findDeadUrl(), await startApp(answering(204))];
  const { send } = open();
  expect(await send(dead, 'a', '1')).toMatchObject({ kind: 'failed', code: 'refused' });
  expect(await send(dead, 'a', '2')).toMatchObject({ kind: 'failed', code: 'refused' });
  const outcome = await send(app.url, 'a', '3');
  expect(outcome).toMatchObject({ kind: 'answered', status: 204 });
  expect(outcome.sentAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('a forwarder that is closed gives up what is under way, and says of the rest that it was not sent', async () => {
  const app = await startApp(hanging());
  const { send, close } = open();
  const all = ['1', '2', '3'].map((text) => send(app.url, 'a', text));
  await app.arrived(1);
  await close();
  const [first, ...rest] = await Promise.all(all);
  expect(first).toMatchObject({
    kind: 'failed',
    message: 'given up: the listener ended before the app answered',
  });
  for (const each of rest)
    expect(each).toMatchObject({
      kind: 'failed',
      message: 'not sent: the listener ended before its turn came',
      latencyMs: 0,
    });
  expect(app.arrivals).toHaveLength(1);
  await close();
});

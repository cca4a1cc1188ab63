import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Answer, DROP, type Drop } from '../../../src/io/receiver/options.ts';
import { openWire, send } from '../../harness/sender.ts';
import { head, post, start } from './start.ts';

/** Answers that are decided later, by path. */
function createDesk() {
  const waiting = new Map<string, (answer: Answer | Drop) => void>();
  return {
    onDelivery: ({ path }: { readonly path: string }) =>
      new Promise<Answer | Drop>((resolve) => waiting.set(path, resolve)),
    answer: (path: string, answer: Answer | Drop = { status: 200, body: `answer to ${path}` }) =>
      waiting.get(path)?.(answer),
  };
}

test('one connection may carry several deliveries at once, and they are answered in their order', async () => {
  const desk = createDesk();
  const receiver = await start(desk);
  const wire = openWire(
    receiver.url,
    post('/1', '1') + post('/2', '22') + post('/3', '3', 'Connection: close'),
  );
  await receiver.delivered(3);
  for (const path of ['/3', '/2', '/1']) desk.answer(path);
  const reply = await wire.reply();
  expect(reply.match(/answer to ..?/g)).toEqual(['answer to /1', 'answer to /2', 'answer to /3']);
  expect(receiver.taken()).toEqual([
    ['/1', '1'],
    ['/2', '22'],
    ['/3', '3'],
  ]);
});

test('what is broken behind a delivery is refused after the delivery was answered', async () => {
  const desk = createDesk();
  const receiver = await start(desk);
  const wire = openWire(receiver.url, `${post('/1', '1')}${post('/2', '2')}garbage\r\n\r\n`);
  await receiver.delivered(2);
  expect(await receiver.refused()).toMatchObject({ code: 'malformed_request' });
  wire.socket.write('more garbage\r\n\r\n');
  desk.answer('/1');
  desk.answer('/2');
  const reply = await wire.reply();
  expect(reply.match(/HTTP\/1\.1 \d+|answer to ..?/g)).toEqual([
    'HTTP/1.1 200',
    'answer to /1',
    'HTTP/1.1 200',
    'answer to /2',
    'HTTP/1.1 400',
  ]);
  expect(receiver.refusals).toHaveLength(1);
});

test('what comes behind a refused request is neither delivered nor reported', async () => {
  const receiver = await start({ path: '/hooks' });
  const wire = openWire(receiver.url, `${post('/', '1')}${post('/hooks', '2')}garbage\r\n\r\n`);
  expect((await wire.reply()).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 404']);
  expect(receiver.refusals).toMatchObject([{ code: 'path_not_found' }]);
  expect(receiver.deliveries).toEqual([]);
});

test('a sender that has closed its side after the request is still answered', async () => {
  const desk = createDesk();
  const receiver = await start(desk);
  const wire = openWire(receiver.url, post('/1', '{}'));
  wire.socket.end();
  await receiver.delivered(1);
  // The end of the sender's side comes after the request.
  await sleep(50);
  desk.answer('/1');
  expect(await wire.reply()).toContain('answer to /1');
  expect(receiver.refusals).toEqual([]);
});

test('a delivery whose sender has hung up is still handled, and its late answer does no harm', async () => {
  const desk = createDesk();
  const receiver = await start(desk);
  const body = 'x'.repeat(200_000);
  for (const path of ['/gone', '/reset']) {
    const wire = openWire(receiver.url, post(path, '{}') + post(`${path}2`, '{}'));
    await receiver.delivered(receiver.deliveries.length + 2);
    if (path === '/gone') wire.socket.destroy();
    else wire.socket.resetAndDestroy();
    await once(wire.socket, 'close');
    desk.answer(path, { status: 200, body });
    desk.answer(`${path}2`, { status: 200, body });
  }
  const next = send(`${receiver.url}/next`, { body: '{}' });
  await receiver.delivered(5);
  desk.answer('/next');
  expect(await next).toMatchObject({ status: 200 });
  expect(receiver.refusals).toEqual([]);
});

test('a dropped delivery gets no answer, but what came before it on the connection does', async () => {
  const desk = createDesk();
  const receiver = await start(desk);
  const wire = openWire(receiver.url, post('/1', '1') + post('/2', '2'));
  await receiver.delivered(2);
  desk.answer('/2', DROP);
  desk.answer('/1');
  expect(await wire.reply()).toMatch(/^HTTP\/1\.1 200 .*answer to \/1$/s);
  const alone = send(`${receiver.url}/3`, { body: '{}' });
  await receiver.delivered(3);
  desk.answer('/3', DROP);
  await expect(alone).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('closing waits for the delivery in flight, and takes no new connection', async () => {
  const desk = createDesk();
  const receiver = await start(desk);
  const reply = send(`${receiver.url}/1`, { body: '{}' });
  await receiver.delivered(1);
  const closed = receiver.close(10_000);
  const late = connect(Number(new URL(receiver.url).port), '127.0.0.1');
  expect(await once(late, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
  desk.answer('/1', { status: 204 });
  expect(await reply).toMatchObject({ status: 204 });
  await closed;
});

test('closing cuts off what is not done in time, and connections that send nothing', async () => {
  const receiver = await start({ onDelivery: () => new Promise(() => undefined) });
  const idle = openWire(receiver.url, '');
  const reply = send(receiver.url, { body: '{}' });
  const failure = expect(reply).rejects.toMatchObject({ code: 'ECONNRESET' });
  await once(idle.socket, 'connect');
  await receiver.delivered(1);
  await receiver.close(50);
  await failure;
  await idle.reply();
});

test('a visit is answered, by HEAD without a body', async () => {
  const receiver = await start();
  const html = [['Accept', 'text/html']] as const;
  expect(await send(receiver.url, { method: 'GET', headers: html })).toMatchObject({ body: 'page' });
  expect(await send(receiver.url, { method: 'GET' })).toMatchObject({ status: 200, body: 'text' });
  expect(await send(receiver.url, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
});

test.each([
  ['127.0.0.1', 'http://127.0.0.1:'],
  ['::1', 'http://[::1]:'],
  ['0.0.0.0', 'http://localhost:'],
])('the URL of a receiver on %s is one that can be opened', async (host, beginning) => {
  const { url } = await start({ host });
  expect(url.startsWith(beginning)).toBe(true);
  expect(await send(url.replace('localhost', '127.0.0.1'), { body: '' })).toMatchObject({ status: 200 });
});

test('a port in use and an address that is not here are failures with a code', async () => {
  const { url } = await start();
  await expect(start({ port: Number(new URL(url).port) })).rejects.toMatchObject({ code: 'port_in_use' });
  await expect(start({ host: '192.0.2.1' })).rejects.toMatchObject({ code: 'address_unavailable' });
});

test('what the end cuts off is reported before the end, and nothing after it', async () => {
  const receiver = await start();
  const begun = head('POST / HTTP/1.1', 'Host: a', 'Content-Length: 9', 'Expect: 100-continue');
  const wires = Array.from({ length: 5 }, () => openWire(receiver.url, begun));
  // That it may go on is the sign that the body is being waited for.
  await Promise.all(wires.map(({ socket }) => once(socket, 'data')));
  await receiver.close(1_000);
  const reported = receiver.refusals.map(({ code }) => code);
  await sleep(50);
  expect(reported).toEqual(Array(5).fill('request_incomplete'));
  expect(receiver.refusals).toHaveLength(5);
});

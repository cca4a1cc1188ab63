import { expect, test } from 'vitest';
import { makeCertificate } from '../../src/io/make-certificate.ts';
import { answering, findDeadUrl, startApp, verifying } from '../harness/app.ts';
import { readFixture } from '../harness/folder.ts';
import { readCaptures } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { deliver } from '../harness/sender.ts';
import { start as startReceiver } from '../io/receiver/start.ts';

const { startListener } = mostlyInside();

const COMPLETED = readFixture('onboarding.completed');
const UPDATED = readFixture('vault.updated');
const REVIEW = readFixture('user.manual_review');

const eventsOf = ({ arrivals }: Awaited<ReturnType<typeof startApp>>) =>
  arrivals.map(({ body }) => JSON.parse(body.toString() || '{}').event_kind);

test('events go where their globs say, each URL once, and all others to the default route', async () => {
  const [users, reviews, rest] = [await startApp(), await startApp(answering(204)), await startApp()];
  const listener = await startListener([
    ...['--forward', `user.*=${users.url}`],
    ...['--forward', `*.manual_review=${reviews.url}`, '--forward', `footprint.user.m*=${users.url}`],
    ...['--forward', rest.url],
  ]);
  for (const body of [COMPLETED, UPDATED, REVIEW, '{}']) await deliver(listener.url, body);
  expect(eventsOf(users)).toEqual(['footprint.user.manual_review']);
  expect(eventsOf(reviews)).toEqual(['footprint.user.manual_review']);
  expect(eventsOf(rest)).toEqual(['footprint.onboarding.completed', 'footprint.vault.updated', undefined]);
  expect(listener.ready.forwards).toEqual([
    { url: users.url, event: 'user.*' },
    { url: reviews.url, event: '*.manual_review' },
    { url: users.url, event: 'footprint.user.m*' },
    { url: rest.url },
  ]);
  const received = await listener.wait('received', 4);
  expect(received.map(({ forwards }) => forwards)).toEqual([
    [rest.url],
    [rest.url],
    [users.url, reviews.url],
    [rest.url],
  ]);
});

test('without a default route, what no glob fits is answered by the listener', async () => {
  const users = await startApp(answering(500));
  const listener = await startListener(['--forward', `user.*=${users.url}`]);
  expect(await deliver(listener.url, UPDATED)).toMatchObject({ status: 200, body: '{"verdict":"valid"}\n' });
  expect((await listener.wait('received'))[0]).not.toHaveProperty('forwards');
  expect(users.arrivals).toEqual([]);
});

test('of several apps the first that does not answer 2xx speaks for all, and what each said is kept', async () => {
  const good = await startApp(answering(201, 'fine'));
  const bad = await startApp(answering(422, 'not like this', { 'content-type': 'text/x-odd' }));
  const dead = await findDeadUrl();
  const listener = await startListener([good.url, bad.url, dead].flatMap((url) => ['--forward', url]));
  const reply = await deliver(listener.url, COMPLETED);
  expect(reply).toMatchObject({
    status: 422,
    body: 'not like this',
    headers: { 'content-type': 'text/x-odd' },
  });
  const forwarded = await listener.wait('forwarded', 3);
  const statusOf = Object.fromEntries(forwarded.map(({ url, status }) => [url, status]));
  expect(statusOf).toEqual({ [good.url]: 201, [bad.url]: 422, [dead]: null });
  expect(forwarded.map(({ answerStatus }) => answerStatus)).toEqual([undefined, undefined, 422]);
  await listener.stop();
  const [kept] = await readCaptures(listener.cwd);
  expect(kept).toMatchObject({ answer: { by: 'app', status: 422 } });
  expect(kept?.forwardings?.map(({ url, status }) => [url, status])).toEqual([
    [good.url, 201],
    [bad.url, 422],
    [dead, null],
  ]);
});

test('when all apps answer 2xx, the sender gets the answer of the first', async () => {
  const [first, second] = [await startApp(answering(202, 'one')), await startApp(answering(200, 'two'))];
  const listener = await startListener(['--forward', first.url, '--forward', second.url]);
  expect(await deliver(listener.url, COMPLETED)).toMatchObject({ status: 202, body: 'one' });
});

test('--header adds to what is passed on, or takes the place of what came, and the signature still fits', async () => {
  const app = await startApp(verifying());
  const listener = await startListener([
    ...['--forward', app.url, '--header', 'X-Tunnel: a "b", c,', '--header', 'content-type: text/x-odd'],
    ...[
      '--header',
      'X-Twice:1',
      '--header',
      'X-Twice:  2 ',
      '--header',
      'X-Empty:',
      '--header',
      'Host: app.example',
    ],
  ]);
  expect(await deliver(listener.url, COMPLETED)).toMatchObject({ status: 204 });
  const { headers = [], parsed = {} } = app.arrivals[0] ?? {};
  expect(parsed).toMatchObject({
    'x-tunnel': 'a "b", c,',
    'content-type': 'text/x-odd',
    'x-empty': '',
    host: 'app.example',
  });
  expect(headers.filter(([name]) => name === 'X-Twice').map(([, value]) => value)).toEqual(['1', '2']);
  expect(headers.filter(([name]) => name.toLowerCase() === 'content-type')).toHaveLength(1);
});

test('--insecure passes on to an app of this machine whose certificate nobody knows', async () => {
  const tls = await makeCertificate(['127.0.0.1']);
  const app = await startReceiver({ tls, onDelivery: async () => ({ status: 204 }) });
  const strict = await startListener(['--forward', app.url]);
  expect(await deliver(strict.url, COMPLETED)).toMatchObject({ status: 502 });
  expect(await strict.wait('forwarded')).toMatchObject([
    { error: { code: 'tls' }, hint: expect.stringContaining('--insecure') },
  ]);
  const trusting = await startListener(['--forward', app.url, '--insecure']);
  expect(await deliver(trusting.url, COMPLETED)).toMatchObject({ status: 204 });
});

test('the same route twice is one route', async () => {
  const app = await startApp();
  const twice = ['--forward', app.url, '--forward', app.url, '--forward', `user.*=${app.url}`];
  const listener = await startListener(['--no-save', ...twice]);
  expect(listener.ready.forwards).toEqual([{ url: app.url }, { url: app.url, event: 'user.*' }]);
});

import { expect, test } from 'vitest';
import { answering, startApp } from '../harness/app.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver, openWire, send } from '../harness/sender.ts';

const { startListener, run } = mostlyInside();

test('what is not a delivery is answered, counted and not kept', async () => {
  const listener = await startListener(['--path', '/hooks', '--no-save']);
  const { origin } = new URL(listener.url);
  expect(listener.url).toBe(`${origin}/hooks`);
  const html = await send(listener.url, { method: 'GET', headers: [['Accept', 'text/html,*/*']] });
  expect(html).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
  expect(html.body).toContain('npx fp-webhooks replay onboarding.completed');
  const text = await send(listener.url, { method: 'GET', headers: [['Accept', '*/*']] });
  expect(text).toMatchObject({ status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' } });
  expect(text.body).toMatch(/^fp-webhooks is listening here\./);
  expect(await send(listener.url, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
    expect(await send(listener.url, { method })).toMatchObject({
      status: 405,
      headers: { allow: 'POST, GET, HEAD' },
    });
  for (const path of ['/', '/hooks/', '/hooks2'])
    expect(await deliver(origin + path, '{}')).toMatchObject({ status: 404 });
  expect(await deliver(`${listener.url}?x=1`, '{}')).toMatchObject({ status: 200 });
  expect(await deliver(listener.url, 'x'.repeat(1_048_577))).toMatchObject({ status: 413 });
  expect(await openWire(listener.url, 'not HTTP\r\n\r\n').reply()).toMatch(/^HTTP\/1\.1 400 /);
  const { stdout } = await listener.stop();
  const records = parseRecords(stdout);
  expect(ofType('refused', records).map(({ code }) => code)).toEqual([
    ...Array(4).fill('method_not_allowed'),
    ...Array(3).fill('path_not_found'),
    'body_too_large',
    'malformed_request',
  ]);
  expect(records.at(-1)).toMatchObject({ type: 'summary', received: 1, refused: 9 });
});

test('Z8: replay through a proxy that changes POST to GET or HEAD ends with 1, and the listener shows each delivery', async () => {
  const listener = await startListener(['--no-save']);
  for (const method of ['GET', 'HEAD']) {
    const proxy = await startApp(async (arrival, response, request) => {
      const headers = arrival.headers.filter(([name]) => !/^(?:host|connection|content-length)$/i.test(name));
      const { status, body } = await send(listener.url, { method, headers });
      answering(status, body)(arrival, response, request);
    });
    const { status, stdout } = await run(['replay', 'vault.updated', '--json', '--to', proxy.url]);
    expect([status, ofType('sent', parseRecords(stdout))[0]?.status]).toEqual([1, 405]);
  }
  const refused = await listener.wait('refused', 2);
  expect(refused.map(({ message }) => message.split(':')[0])).toEqual(['came as GET /', 'came as HEAD /']);
});

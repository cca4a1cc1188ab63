import { expect, test } from 'vitest';
import { findDeadUrl } from '../harness/app.ts';
import { SECRET, start, startListener } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { parseRecords } from '../harness/records.ts';
import { send } from '../harness/sender.ts';

const { run } = mostlyInside();

const env = { FP_WEBHOOKS_SECRET: SECRET };

test('port 0 picks a free port each time, and ready names it when it can be reached', async () => {
  const listeners = await Promise.all([startListener(), startListener()]);
  const ports = listeners.map(({ url }) => new URL(url).port);
  expect(new Set(ports).size).toBe(2);
  for (const { url } of listeners) expect(await send(url, { method: 'GET' })).toMatchObject({ status: 200 });
});

test('a port in use is refused with the name of the process that has it and another to choose', async () => {
  const first = await startListener();
  const { port } = new URL(first.url);
  const { stdout, stderr, status } = await run(['listen', '--json', '--port', port], { env });
  expect([status, stdout]).toEqual([3, '']);
  expect(parseRecords(stderr)).toEqual([
    {
      type: 'error',
      code: 'port_in_use',
      message: expect.stringMatching(
        new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use by .+ \\(process ${first.child.pid}\\)\\.$`),
      ),
      hint: `Choose another, for example --port ${Number(port) + 1}, or --port 0 for any free one.`,
      exitStatus: 3,
    },
  ]);
});

test.each([
  '127.0.0.1',
  '127.1',
  'localhost',
  'App.localhost',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '0.0.0.0',
  '[::]',
])('R8: a listener on 127.0.0.1 that forwards to %s at its own port is refused as a circle', async (host) => {
  const { port } = new URL(await findDeadUrl());
  const flags = ['--port', port, '--forward', `http://${host}:${port}/hooks`];
  const { status, stderr } = await run(['listen', ...flags], { env });
  expect([status, stderr]).toEqual([2, expect.stringContaining('is that of this listener itself')]);
});

test('S5: a listener on a name below localhost is on this machine, without a resolver', async () => {
  const { url } = await startListener(['--host', 'no-such-entry.localhost']);
  expect(url).toMatch(/^http:\/\/no-such-entry\.localhost:\d+$/);
  const { port } = new URL(url);
  expect(await send(`http://127.0.0.1:${port}/`, { method: 'GET' })).toMatchObject({ status: 200 });
});

test.each(['0.0.0.0', '0', '::', '192.0.2.1', 'example.com'])(
  '--host %s, which other machines could reach, needs --allow-remote',
  async (host) => {
    const { stdout, stderr, status } = await run(['listen', '--port', '0', '--host', host], { env });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`--host ${host} lets other machines reach this listener.`);
    expect(stderr).toContain('--allow-remote');
  },
);

test('--allow-remote opens every address, localhost and ::1 need no permission', async () => {
  const everywhere = await startListener(['--host', '0.0.0.0', '--allow-remote']);
  expect(everywhere.url).toMatch(/^http:\/\/localhost:\d+$/);
  const six = await startListener(['--host', '::1']);
  expect(await send(six.url, { method: 'GET' })).toMatchObject({ status: 200 });
  await startListener(['--host', 'localhost']);
});

test('an address that this machine does not have is refused', async () => {
  const flags = ['--port', '0', '--host', '192.0.2.1', '--allow-remote'];
  const { status, stderr } = await run(['listen', ...flags], { env });
  expect(status).toBe(3);
  expect(stderr).toContain('Cannot listen on 192.0.2.1: this machine has no such address.');
});

test.each([
  [['--port', 'http'], '--port'],
  [['--port', '65536'], '--port'],
  [['--port=-1'], '--port'],
  [['--forward', 'ftp://localhost/'], '--forward'],
  [['--forward', 'http://user:hunter2@localhost/'], '--forward'],
  [['--path', 'hooks'], '--path'],
  [['--path', '/hooks?x=1'], '--path'],
  [['4400'], '4400'],
])('%j is refused with the name of the flag', async (flags, named) => {
  const cwd = makeFolder();
  const { stdout, stderr, status } = await run(['listen', ...flags], { env, cwd });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(named);
  expect(stderr).not.toContain('hunter2');
});

test('a file for the captures that cannot be written stops it before the port is opened', async () => {
  const cwd = makeFolder({ file: '', '.fp-webhooks': '' });
  for (const [flags, reason] of [
    [['--history', 'file/captures'], 'a part of its path is not a folder'],
    [['--history', '.'], 'it is a folder'],
    [[], ''],
  ] as const) {
    const { stdout, stderr, status } = await run(['listen', '--port', '0', ...flags], { env, cwd });
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain('Cannot write ');
    expect(stderr).toContain(reason);
  }
});

test('the banner for people says where it listens, which secret it uses, and how to see an event arrive', async () => {
  const running = start(['listen', '--port', '0', '--path', '/hooks']);
  await running.until(({ stdout }) => /replay .*\n/.test(stdout()));
  const banner = running.stdout();
  expect(banner).toMatch(/^Ready: {2}http:\/\/127\.0\.0\.1:\d+\/hooks\n/);
  expect(banner).toContain('.fp-webhooks/secret (development)');
  expect(banner).toContain('Deliveries from Footprint are signed with the secret of their endpoint');
  expect(banner).toContain('npx fp-webhooks replay onboarding.completed');
  running.child.kill('SIGINT');
  expect(await running.ended).toMatchObject({ signal: 'SIGINT', stderr: '' });
});

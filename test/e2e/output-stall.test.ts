import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startApp } from '../harness/app.ts';
import { BINARY, type Listener, SECRET, start, startListener } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { parseRecords } from '../harness/records.ts';
import { deliver } from '../harness/sender.ts';

/** A delivery whose record is some 120 kB: a few of them fill every pipe. */
const LARGE = JSON.stringify({ event_kind: 'x'.repeat(60_000) });

const stallReader = ({ child }: Pick<Listener, 'child'>) => child.stdout?.pause();
const letRead = ({ child }: Pick<Listener, 'child'>) => child.stdout?.resume();

async function startStalledListener(deliveries: number) {
  const listener = await startListener(['--no-save']);
  stallReader(listener);
  for (let count = 0; count < deliveries; count += 1) {
    expect(await deliver(listener.url, LARGE, { secret: SECRET })).toMatchObject({ status: 200 });
  }
  return listener;
}

test('while nobody reads the output deliveries are answered, and every record is there in order when the reader is back', async () => {
  const listener = await startStalledListener(8);
  letRead(listener);
  expect(await listener.wait('received', 8)).toHaveLength(8);
  const { stdout, signal, stderr } = await listener.stop();
  expect([signal, stderr]).toEqual(['SIGINT', '']);
  expect(parseRecords(stdout).map(({ type }) => type)).toEqual([
    'ready',
    ...new Array(8).fill('received'),
    'summary',
  ]);
});

test('Ctrl-C ends a listener whose reader stands still, and says that the end is missing', async () => {
  const listener = await startStalledListener(8);
  const died = once(listener.child, 'exit');
  listener.child.kill('SIGINT');
  expect(await died).toEqual([null, 'SIGINT']);
  letRead(listener);
  const { stdout, stderr } = await listener.ended;
  expect(stdout).not.toContain('"summary"');
  expect(parseRecords(stderr)).toMatchObject([{ type: 'notice', code: 'output_dropped' }]);
});

test('a second Ctrl-C ends it at once', async () => {
  const listener = await startStalledListener(8);
  const died = once(listener.child, 'exit');
  const start = performance.now();
  listener.child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 100));
  listener.child.kill('SIGINT');
  expect(await died).toEqual([null, 'SIGINT']);
  // Else it waits two seconds for the reader.
  expect(performance.now() - start).toBeLessThan(1_500);
});

test.each([
  ['SIGINT', 'SIGINT'],
  ['SIGINT', 'SIGTERM'],
  ['SIGTERM', 'SIGINT'],
  ['SIGHUP', 'SIGTERM'],
] as const)('after %s, %s ends it at once', async (first, second) => {
  const app = await startApp(() => undefined);
  const listener = await startListener(['--forward', app.url]);
  deliver(listener.url, '{}', { secret: SECRET }).catch(() => undefined);
  await app.arrived(1);
  listener.child.kill(first);
  await listener.until(({ stderr }) => stderr().includes('"draining"'));
  expect(await listener.stop(second)).toMatchObject({ status: null, signal: second });
});

test('where both streams go to one place they keep their order', async () => {
  const binary = ['sh', '-c', 'exec "$0" "$@" 2>&1', process.execPath, BINARY] as const;
  const running = start(['listen', '--port', '0', '--no-save', '--json', '--secret', SECRET], { binary });
  await running.until(({ stdout }) => stdout().includes('"ready"'));
  running.child.kill('SIGINT');
  const { stdout, signal } = await running.ended;
  expect(signal).toBe('SIGINT');
  expect(parseRecords(stdout).map(({ type }) => type)).toEqual(['notice', 'ready', 'summary']);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'validate dies of %s while its reader stands still',
  async (signal) => {
    const cwd = makeFolder({ 'bad.ndjson': '{"event_kind":"footprint.vault.updated"}\n'.repeat(3_000) });
    const { child } = start(['validate', '--json', 'bad.ndjson'], { cwd });
    child.stdout?.pause();
    while ((child.stdout?.readableLength ?? 0) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const died = once(child, 'exit');
    child.kill(signal);
    expect(await died).toEqual([null, signal]);
  },
);

import { mkdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { BINARY, SECRET, startListener as startProcess } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { readHistory } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { deliver, send } from '../harness/sender.ts';

const { run, startListener } = mostlyInside();

const env = { FP_WEBHOOKS_SECRET: SECRET };
const BODY = '{"event_kind":"x"}';
const FILE = join('.fp-webhooks', 'history.db');
const modeOf = (...path: readonly string[]) => statSync(join(...path)).mode & 0o777;

/** A folder with a history of so many deliveries that a listener left. */
async function makeHistory(count = 3): Promise<string> {
  const listener = await startListener();
  for (let number = 0; number < count; number += 1) await deliver(listener.url, BODY);
  await listener.stop();
  return listener.cwd;
}

function change(file: string, sql: string): Buffer {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
  return readFileSync(file);
}

test.each<[string, (file: string) => void]>([
  ['text', (file) => writeFileSync(file, 'DATABASE_URL=postgres://localhost\n')],
  [
    'another program',
    (file) => change(file, 'CREATE TABLE deliveries (id); INSERT INTO deliveries VALUES (1)'),
  ],
])('a file of %s is not listened to, and is left as it is', async (_, make) => {
  const cwd = makeFolder();
  make(join(cwd, 'x.db'));
  const before = readFileSync(join(cwd, 'x.db'));
  const { status, stderr, stdout } = await run(['listen', '--port', '0', '--history', 'x.db'], { cwd, env });
  expect([status, stdout]).toEqual([3, '']);
  expect(stderr).toContain(`${join(cwd, 'x.db')} holds something other than a history`);
  expect(readFileSync(join(cwd, 'x.db')).equals(before)).toBe(true);
});

test('a history of a newer version is not listened to, and is left as it is', async () => {
  const cwd = await makeHistory();
  const before = change(join(cwd, FILE), 'PRAGMA user_version = 99');
  const { status, stderr } = await run(['listen', '--port', '0'], { cwd, env });
  expect(status).toBe(3);
  expect(stderr).toContain('has version 99 of the history');
  expect(stderr).toContain('update this one');
  expect(readFileSync(join(cwd, FILE)).equals(before)).toBe(true);
});

test.each<[string, (file: string) => void]>([
  ['was cut off', (file) => truncateSync(file, statSync(file).size / 2)],
  ['has lost its beginning', (file) => overwrite(file, 0, 100)],
  ['has lost the page of its tables', (file) => overwrite(file, 100, 4_096)],
  ['has lost everything behind that', (file) => overwrite(file, 4_096)],
])('a history that %s is named at the start, with what to do', async (_, damage) => {
  const cwd = await makeHistory();
  damage(join(cwd, FILE));
  const { status, stdout, stderr } = await run(['listen', '--port', '0'], { cwd, env });
  expect([status, stdout]).toEqual([3, '']);
  expect(stderr).toContain(`The history ${join(cwd, FILE)} is damaged.`);
  expect(stderr).toContain('fp-webhooks history recover');
});

function overwrite(file: string, from = 0, to = statSync(file).size): void {
  const content = readFileSync(file);
  writeFileSync(file, content.fill(0xa5, from, to), { flag: 'r+' });
}

test('a history that is damaged under a listener is never the end of it', async () => {
  const listener = await startListener();
  for (let number = 0; number < 3; number += 1) await deliver(listener.url, BODY);
  const statuses: number[] = [];
  for (const file of [FILE, `${FILE}-wal`]) {
    overwrite(join(listener.cwd, file));
    for (let number = 0; number < 5; number += 1) statuses.push((await deliver(listener.url, BODY)).status);
  }
  expect(statuses.filter((status) => ![200, 503].includes(status))).toEqual([]);
  expect(await send(listener.url, { method: 'GET' })).toMatchObject({ status: 200 });
  const { signal, stderr } = await listener.stop();
  expect(signal).toBe('SIGINT');
  expect(stderr).not.toContain('bug');
});

test.each<[string, string, RegExp]>([
  ['a folder', '.', /^Cannot write \S+: it is a folder\.$/m],
  ['a device', '/dev/full', /^\/dev\/full holds something other than a history/m],
  [
    'in a folder that does not exist',
    'no/such/history.db',
    /^Cannot write \S+: there is no such file or folder\.$/m,
  ],
  ['in a file', 'file/history.db', /^Cannot write \S+: a part of its path is not a folder\.$/m],
  ['a link to itself', 'circle', /^Cannot write \S+: its symbolic links lead in a circle\.$/m],
])('a history that would be %s is refused before anything is said to be ready', async (_, file, message) => {
  const cwd = makeFolder({ file: '' });
  symlinkSync('circle', join(cwd, 'circle'));
  const { status, stdout, stderr } = await run(['listen', '--port', '0', '--history', file], { cwd, env });
  expect([status, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(message);
});

test('a history behind a symbolic link is the one that it leads to', async () => {
  const cwd = makeFolder();
  mkdirSync(join(cwd, 'real'));
  symlinkSync(join('real', 'history.db'), join(cwd, 'link.db'));
  for (let round = 0; round < 2; round += 1) {
    const listener = await startProcess(['--history', 'link.db'], { cwd });
    expect(await deliver(listener.url, BODY)).toMatchObject({ status: 200 });
    await listener.stop('SIGKILL');
  }
  expect(await readHistory(cwd, 'link.db')).toHaveLength(2);
  expect(await readHistory(cwd, join('real', 'history.db'))).toHaveLength(2);
});

test.each(['000', '077'])('with umask %s everything that is kept is for its owner alone', async (umask) => {
  const binary = ['sh', '-c', `umask ${umask}; exec "$0" "$@"`, process.execPath, BINARY] as const;
  const listener = await startListener([], { binary });
  await deliver(listener.url, BODY);
  const files = [FILE, `${FILE}-wal`, `${FILE}-shm`, '.fp-webhooks/.gitignore'];
  expect(files.map((file) => modeOf(listener.cwd, file))).toEqual(files.map(() => 0o600));
  expect(modeOf(listener.cwd, '.fp-webhooks')).toBe(0o700);
  const other = await startListener(['--history', join('other', 'h.db')], { cwd: listener.cwd, binary });
  expect([modeOf(listener.cwd, 'other'), modeOf(listener.cwd, 'other', 'h.db')]).toEqual([0o700, 0o600]);
  await Promise.all([listener.stop(), other.stop()]);
});

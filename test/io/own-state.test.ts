import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHistory } from '../../src/io/history/open-history.ts';
import { openHistoryReader } from '../../src/io/history/open-reader.ts';
import { recoverHistory } from '../../src/io/history/recover.ts';
import { loadLocalCertificate } from '../../src/io/local-certificate.ts';
import { assertOwn, remarkOnGroup } from '../../src/io/own-state.ts';
import { developmentSecret, makeStateFolder } from '../../src/io/state-folder.ts';
import { BINARY } from '../harness/binary.ts';
import { CAN_MOUNT, mountDisk } from '../harness/disk.ts';
import { makeFolder } from '../harness/folder.ts';

const isRoot = process.getuid?.() === 0;
const OTHER = 65_534;
const STATE = '.fp-webhooks';

/** A folder with all state there is: a history as a killed listener leaves it, the secret and the certificate. */
async function makeState(cwd = makeFolder()): Promise<string> {
  developmentSecret(cwd);
  await loadLocalCertificate(cwd, 'localhost');
  const path = join(cwd, STATE, 'history.db');
  const history = await openHistory(path);
  const reader = await openHistoryReader(path);
  await history.close();
  await reader?.close();
  return cwd;
}

const read = async (cwd: string) => void (await openHistoryReader(join(cwd, STATE, 'history.db')));
const write = async (cwd: string) => void (await openHistory(join(cwd, STATE, 'history.db')));
const recover = async (cwd: string) => void recoverHistory(join(cwd, STATE, 'history.db'), new Date());
const secret = async (cwd: string) => void developmentSecret(cwd);
const certificate = async (cwd: string) => void (await loadLocalCertificate(cwd, 'localhost'));

const USES: readonly (readonly [string, readonly ((cwd: string) => Promise<void>)[]])[] = [
  ['', [read, write, recover, secret, certificate, async (cwd) => void makeStateFolder(cwd)]],
  ['history.db', [read, write, recover]],
  ['secret', [secret]],
  ['tls', [certificate]],
  ['tls/key.pem', [certificate]],
];

test.each(USES)('S12: %s is refused when others can change it', async (name, uses) => {
  const cwd = await makeState();
  const path = join(cwd, STATE, name);
  chmodSync(path, (statSync(path).mode & 0o777) | 0o002);
  for (const use of uses)
    await expect(use(cwd)).rejects.toMatchObject({
      code: 'file_unreadable',
      message: expect.stringMatching(/^\S+ can be changed by other users \(mode \d+\)\.$/),
      hint: expect.stringContaining(`chmod go-w `),
    });
  chmodSync(path, statSync(path).mode & 0o755);
  for (const use of uses) await use(cwd);
});

test.runIf(isRoot).each(USES)('S12: %s of another user is refused and left as it is', async (name, uses) => {
  const cwd = await makeState();
  const path = join(cwd, STATE, name);
  chownSync(path, OTHER, OTHER);
  for (const use of uses)
    await expect(use(cwd)).rejects.toMatchObject({
      code: 'file_unreadable',
      message: `${path} belongs to another user (uid ${OTHER}), who decides what is in it.`,
      hint: expect.stringContaining('sudo chown -R 0 '),
    });
  expect(statSync(path).uid).toBe(OTHER);
});

test.runIf(isRoot)('S12: what stands beside a history is a part of it', async () => {
  for (const end of ['-wal', '-shm', '-journal']) {
    const cwd = makeFolder({ [`${STATE}/history.db${end}`]: 'x' });
    chownSync(join(cwd, STATE, `history.db${end}`), OTHER, OTHER);
    await expect(write(cwd)).rejects.toThrow(`history.db${end} belongs to another user`);
  }
});

test.runIf(isRoot)('S12: root and a container use what the owner of the project has made', async () => {
  const cwd = await makeState();
  chownSync(cwd, OTHER, OTHER);
  for (const name of ['', 'secret', 'history.db', 'tls', 'tls/key.pem', 'tls/cert.pem'])
    chownSync(join(cwd, STATE, name), OTHER, OTHER);
  const before = readFileSync(join(cwd, STATE, 'secret'), 'utf8').trim();
  expect(developmentSecret(cwd)).toBe(before);
  await makeState(cwd);
});

test.runIf(isRoot)(
  'S12: a link of another user is refused, and one of our own leads to what is checked',
  () => {
    const cwd = makeFolder({ 'real/secret': 'x' });
    symlinkSync('real', join(cwd, STATE));
    expect(() => assertOwn(join(cwd, STATE))).not.toThrow();
    lchownSync(join(cwd, STATE), OTHER, OTHER);
    expect(() => assertOwn(join(cwd, STATE))).toThrow('belongs to another user');
    rmSync(join(cwd, STATE));
    symlinkSync('real', join(cwd, STATE));
    chmodSync(join(cwd, 'real'), 0o777);
    expect(() => assertOwn(join(cwd, STATE))).toThrow(/real can be changed by other users \(mode 777\)/);
    symlinkSync('nothing', join(cwd, 'dangling'));
    expect(() => assertOwn(join(cwd, 'dangling'))).not.toThrow();
  },
);

test.each([
  ['a private group, as Debian, Ubuntu and Fedora make it', 0o775, true],
  ['the sticky bit', 0o1777, true],
  ['a file that is only read by others', 0o755, true],
  ['everybody', 0o757, false],
] as const)('S12: a folder for %s (%o) is used: %s', (_, mode, isUsed) => {
  const cwd = makeFolder();
  const { uid } = statSync(cwd);
  mkdirSync(join(cwd, 'x'));
  if (isRoot) chownSync(join(cwd, 'x'), uid, uid);
  chmodSync(join(cwd, 'x'), mode);
  if (!isRoot && statSync(cwd).gid !== uid && mode === 0o775) return;
  const check = () => assertOwn(join(cwd, 'x'));
  if (isUsed) expect(check).not.toThrow();
  else expect(check).toThrow('can be changed');
});

test.runIf(isRoot)('S12: a group of others is refused, and one of this process is named', () => {
  const cwd = makeFolder({ x: '' });
  const path = join(cwd, 'x');
  chmodSync(path, 0o660);
  chownSync(path, OTHER, 20);
  chownSync(cwd, OTHER, OTHER);
  expect(() => assertOwn(path)).toThrow('can be changed by other users (mode 660)');
  expect(remarkOnGroup(path)).toEqual([]);
  chownSync(path, OTHER, 0);
  expect(() => assertOwn(path)).not.toThrow();
  expect(remarkOnGroup(path)).toEqual([
    expect.stringContaining(
      `${path} can be changed by the members of group 0. To prevent that, run: chmod g-w `,
    ),
  ]);
  chmodSync(path, 0o640);
  expect(remarkOnGroup(path)).toEqual([]);
  chmodSync(path, 0o666);
  expect(() => assertOwn(path)).toThrow('can be changed by other users (mode 666)');
});

/** Runs a line of shell as user 4711 in group 2000, as a container of Kubernetes with `fsGroup: 2000` does. */
function runAsPod(cwd: string, script: string) {
  const as = ['--reuid', '4711', '--regid', '4711', '--groups', '2000', 'sh', '-c', script];
  return spawnSync('setpriv', as, { cwd, encoding: 'utf8' });
}

test.runIf(isRoot && spawnSync('setpriv', ['--version']).status === 0)(
  'S12: the state in a volume of Kubernetes is used after the group has been given the right to write',
  () => {
    const cwd = makeFolder({ 'g.json': '{}' });
    chownSync(cwd, 0, 2000);
    chmodSync(cwd, 0o2775);
    const run = `'${process.execPath}' '${BINARY}'`;
    const commands = `${run} sign g.json && ${run} listen --port 0 --for 1ms && ${run} history list`;
    expect(runAsPod(cwd, commands)).toMatchObject({
      status: 1,
      stderr: 'No delivery in the history fits.\n',
    });
    // With each new pod the kubelet gives all that is there to the group. Source: Kubernetes 1.34, pkg/volume/volume_linux.go.
    spawnSync('sh', ['-c', 'chgrp -R 2000 . && chmod -R g+rwX,g+s .'], { cwd });
    const { status, stderr } = runAsPod(cwd, commands);
    expect(stderr).toContain(`${STATE} can be changed by the members of group 2000.`);
    expect(stderr).toContain(`${STATE}/secret can be changed by the members of group 2000.`);
    expect(status).toBe(1);
  },
);

test.runIf(CAN_MOUNT)(
  "S12: what is in a folder that everybody may write to, such as /tmp, is its owner's",
  async () => {
    const cwd = mountDisk('size=8m,mode=1777');
    await makeState(cwd);
    chownSync(join(cwd, STATE), OTHER, OTHER);
    await expect(secret(cwd)).rejects.toThrow('belongs to another user');
  },
);

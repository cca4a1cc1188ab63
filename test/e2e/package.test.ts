import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run, startListener } from '../harness/binary.ts';
import { makeFolder, PROJECT } from '../harness/folder.ts';
import { writeCaptureFile } from '../harness/history.ts';
import { parseRecords } from '../harness/records.ts';

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

test('the packed tarball, installed offline in an empty folder, listens, replays and validates', async () => {
  const cwd = makeFolder({ 'package.json': '{"private":true}' });
  const [packed] = JSON.parse(npm(PROJECT, 'pack', '--ignore-scripts', '--json', '--pack-destination', cwd));
  npm(cwd, 'install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${packed.filename}`);
  expect(readdirSync(join(cwd, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
    'fp-webhooks',
  ]);
  const binary = [join(cwd, 'node_modules', '.bin', 'fp-webhooks')] as const;
  const listener = await startListener([], { cwd, binary });
  const replayed = await run(['replay', '--all', '--to', listener.url, '--json'], {
    cwd,
    binary,
    env: { FP_WEBHOOKS_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
  });
  expect(replayed).toMatchObject({ status: 0, stderr: '' });
  expect(parseRecords(replayed.stdout).at(-1)).toMatchObject({ sent: 11, ok: 11 });
  const played = await run(['replay', '--scenario', 'kyc-pass', '--to', listener.url], {
    cwd,
    binary,
    env: { FP_WEBHOOKS_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
  });
  expect(played).toMatchObject({ status: 0, stdout: expect.stringContaining('4 answered as expected') });
  await listener.stop();
  const validated = await run(['validate', await writeCaptureFile(cwd), '--json'], { cwd, binary });
  expect(validated).toMatchObject({ status: 0, stderr: '' });
  expect(parseRecords(validated.stdout).at(-1)).toMatchObject({ payloads: 15, errors: 0 });
  const listed = await run(['events', 'show', 'vault.updated'], { cwd, binary });
  expect(listed.stdout).toContain('Example');
}, 60_000);

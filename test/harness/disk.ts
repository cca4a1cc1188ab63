import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { makeFolder } from './folder.ts';

/** Whether this user may mount file systems. */
export const CAN_MOUNT = canMount();

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  // In a namespace of its own, so that nothing is left of the trial.
  return spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp']).status === 0;
}

/** A folder on a file system of its own, `options` for example `size=2m`. It is removed when the test is over. */
export function mountDisk(options: string): string {
  const folder = makeFolder();
  mountOn(folder, options);
  return folder;
}

/** Hides a folder under a new file system, and gives what brings it back. */
export function mountOn(folder: string, options: string): () => void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  // A test that failed leaves processes with files open in it.
  const unmount = () => void spawnSync('umount', ['-l', folder]);
  onTestFinished(unmount);
  return unmount;
}

/** Changes the options of a file system that `mountDisk` made. */
export function remount(folder: string, options: string): void {
  execFileSync('mount', ['-o', `remount,${options}`, folder]);
}

/** A folder in which nothing can be written; `fill` puts in what is to be there. */
export function makeReadOnlyFolder(fill: (folder: string) => void = () => undefined): string | undefined {
  const isRoot = process.getuid?.() === 0;
  // To the superuser modes mean nothing.
  if (isRoot && !CAN_MOUNT) return undefined;
  const folder = isRoot ? mountDisk('size=4m') : makeFolder();
  fill(folder);
  if (isRoot) remount(folder, 'ro');
  else chmodSync(folder, 0o500);
  return folder;
}

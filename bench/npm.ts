import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Installs a package from the npm registry into a folder. Never fails: what is missing afterwards could not be had. */
export async function install(spec: string, cwd: string): Promise<void> {
  const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', spec];
  await promisify(execFile)('npm', args, { cwd, timeout: 120_000 }).catch(() => undefined);
}

import { existsSync, mkdirSync, statSync } from 'node:fs';

/**
 * Makes a folder for this user alone (0700) where there is none, also when several processes do so at once. Its parent
 * must be there. Throws what the file system throws, for example when something else has the name.
 */
export function makePrivateFolder(path: string): void {
  if (existsSync(path)) return;
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

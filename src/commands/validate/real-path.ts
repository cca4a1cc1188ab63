import { basename, dirname, join, resolve } from 'node:path';
import { followLinks } from '../../io/follow-links.ts';

/** The one path of a file that may have several, as one that is not there yet can be in a folder that has two names. Never throws. */
export function toRealPath(file: string, cwd: string): string {
  const target = followLinks(resolve(cwd, file));
  return join(followLinks(dirname(target)), basename(target));
}

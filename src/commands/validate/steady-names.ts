import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { followLinks } from '../../io/follow-links.ts';
import type { Context } from '../command.ts';
import { isFileName } from './input-names.ts';
import { toRealPath } from './real-path.ts';
import { findRoot } from './report-about.ts';

/**
 * How fingerprints and baselines name files: from the folder of the baseline, else from that of the repository, so that a file
 * is the same however it is named, and in whichever folder the tool is run. Looks at each folder once. Never throws.
 */
export function createNaming(
  baseline: string | undefined,
  { cwd, env }: Pick<Context, 'cwd' | 'env'>,
): (file: string) => string {
  const root = baseline === undefined ? followLinks(findRoot(cwd, env)) : dirname(toRealPath(baseline, cwd));
  const folders = new Map<string, string>();
  const follow = (folder: string) => {
    const known = folders.get(folder) ?? followLinks(folder);
    folders.set(folder, known);
    return known;
  };
  return (file) => {
    if (!isFileName(file)) return file;
    const full = resolve(cwd, file);
    // Not the link itself: two names of one file are two places to mend.
    const path = relative(root, join(follow(dirname(full)), basename(full)));
    return (isAbsolute(path) ? full : path).replaceAll(sep, '/');
  };
}

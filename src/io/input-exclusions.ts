import { existsSync, globSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { AppError } from '../core/error.ts';

/** Arguments that name inputs, and what the others leave out of them. */
export interface Selection {
  readonly inputs: readonly string[];
  /** Whether a path is left out. Never throws. */
  readonly isExcluded: (path: string) => boolean;
}

const MARK = '!';

/**
 * Parts what names inputs from what begins with `!` and leaves files, whole folders, or what matches a glob out of all that the
 * others stand for, wherever it stands among them. What leaves out nothing is fine: a list of files may lack it today.
 * Throws AppError `usage` where something is left out and nothing is named.
 */
export function toSelection(args: readonly string[], cwd: string): Selection {
  const exclusions = args.filter((arg) => arg.startsWith(MARK));
  const inputs = args.filter((arg) => !arg.startsWith(MARK));
  const [first] = exclusions;
  if (first !== undefined && inputs.length === 0) throw toIdle(first);
  const excluded = new Set(exclusions.flatMap((arg) => findPaths(arg.slice(MARK.length), cwd)));
  const isExcluded = (path: string) =>
    path !== '-' && excluded.size > 0 && isWithin(resolve(cwd, path), excluded);
  return { inputs, isExcluded };
}

function toIdle(exclusion: string): AppError {
  return new AppError(
    'usage',
    `${exclusion} leaves out files of those that are named, and none are.`,
    `Name files, folders or globs as well. A file whose name begins with ! is ./${exclusion}`,
  );
}

/** Whole paths of what a path or a glob leaves out, files and folders. */
function findPaths(pattern: string, cwd: string): readonly string[] {
  if (pattern === '') return [];
  if (existsSync(resolve(cwd, pattern))) return [resolve(cwd, pattern)];
  const exclude = (path: string) => path.split(/[\\/]/).at(-1) === 'node_modules';
  return globSync(pattern, { cwd, exclude }).map((path) => resolve(cwd, path));
}

/** Whether a path or a folder above it is one of these. */
function isWithin(path: string, paths: ReadonlySet<string>): boolean {
  let end = path.length;
  while (end > 0) {
    if (paths.has(path.slice(0, end))) return true;
    end = path.lastIndexOf(sep, end - 1);
  }
  return paths.has(sep);
}

import { relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { AppError } from '../core/error.ts';

/** What is left of files, and what left out nothing. */
export interface Left {
  readonly files: readonly string[];
  /** The arguments that fit no file: mistyped, or of another day. */
  readonly idle: readonly string[];
}

/**
 * Leaves out what paths, names or globs with `!` before them stand for: files, and all below folders. As in `.gitignore`, a
 * name without a slash is found at any depth; what has one begins at the working folder. They are held against the paths
 * that were found, so that it does not matter where these are. Throws AppError `usage` for a glob that cannot be read.
 */
export function leaveOut(files: readonly string[], exclusions: readonly string[], cwd: string): Left {
  const tests = exclusions.map((exclusion) => toTest(exclusion, cwd));
  const idle = new Set(exclusions);
  const left = files.filter((file) => {
    if (file === '-') return true;
    const path = toSlashes(relative(cwd, resolve(cwd, file)));
    const fitting = exclusions.filter((_, index) => tests[index]?.(path) === true);
    for (const exclusion of fitting) idle.delete(exclusion);
    return fitting.length === 0;
  });
  return { files: left, idle: [...idle] };
}

/** Says of a path from the working folder whether it, or a folder above it, is what is left out. */
type Test = (path: string) => boolean;

function toTest(exclusion: string, cwd: string): Test {
  const slashed = toSlashes(exclusion.slice(1));
  const written = slashed.replace(/(?<=.)\/+$/, '');
  if (written === '') return () => false;
  // What ends with a slash is a folder, and no file.
  const fileSteps = written === slashed ? undefined : -1;
  const listAbove = (path: string) => toParents(path).slice(0, fileSteps);
  if (!written.includes('/')) return ofEither(written, (path) => listAbove(withoutUp(path)).map(toLastStep));
  if (written.startsWith('**/')) return ofEither(written, (path) => listAbove(withoutUp(path)));
  const named = toSlashes(relative(cwd, resolve(cwd, written)));
  return ofEither(named === '' ? '.' : named, (path) => ['.', ...listAbove(path)]);
}

/** A name may have characters of globs in it. */
function ofEither(glob: string, list: (path: string) => readonly string[]): Test {
  const fits = compile(glob);
  return (path) => list(path).some((each) => each === glob || fits(each));
}

function compile(glob: string): (path: string) => boolean {
  try {
    return picomatch(glob, { dot: true });
  } catch {
    throw new AppError('usage', `!${glob} is no glob that can be read.`, 'Name a file or a folder instead.');
  }
}

/** What is beside the working folder has no name of that above it. */
function withoutUp(path: string): string {
  return path.replace(/^(?:\.\.\/)+/, '');
}

/** The folders above a path, as far as they are written, and the path. */
function toParents(path: string): readonly string[] {
  const steps = path.split('/');
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}

function toLastStep(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function toSlashes(path: string): string {
  return path.replaceAll(sep, '/');
}

/** Where something is left out and nothing is named, as AppError `usage`. Never throws. */
export function toIdle(exclusion: string): AppError {
  return new AppError(
    'usage',
    `${exclusion} leaves out files of those that are named, and none are.`,
    `Name files, folders or globs as well. A file whose name begins with ! is ./${exclusion}`,
  );
}

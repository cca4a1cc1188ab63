import { AppError } from '../../core/error.ts';
import { expandInputs } from '../../io/input-files.ts';
import { toRealPath } from './real-path.ts';

/**
 * The files to check. What a run reads or writes besides, a baseline and reports, is no payload: where a folder or a glob
 * holds one of them, it is left out, so that a second run finds what the first one did. Throws what `expandInputs` throws,
 * and AppError `no_input` where nothing is left.
 */
export function findFiles(
  inputs: readonly string[],
  besides: readonly string[],
  cwd: string,
): readonly string[] {
  const ours = new Set(besides.map((file) => toRealPath(file, cwd)));
  const found = expandInputs(inputs, cwd);
  const files = found.filter(
    (file) => file === '-' || inputs.includes(file) || !ours.has(toRealPath(file, cwd)),
  );
  if (files.length > 0) return files;
  throw new AppError(
    'no_input',
    'What is named holds nothing to check but what this run reads or writes itself.',
    'Name the files that hold payloads.',
  );
}

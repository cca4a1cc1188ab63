import { globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { AppError } from '../core/error.ts';
import { toFileError } from './file-error.ts';

const MAX_FILE_BYTES = 268_435_456;
const ENDING = /\.(?:json|ndjson|jsonl)$/i;
const GLOB_CHARACTERS = /[*?[\]{}]/;

/**
 * The files that paths, folders and globs stand for, each once, in the order given and sorted within a folder or glob.
 * Of a folder: all `.json`, `.ndjson` and `.jsonl` files below it, but for `node_modules` and hidden folders; a glob goes
 * into `node_modules` only when it names it. `-` stays.
 * Throws AppError `file_unreadable` for a path that is not there, `no_input` where a folder or glob holds nothing.
 */
export function expandInputs(inputs: readonly string[], cwd: string): readonly string[] {
  return [...new Set(inputs.flatMap((input) => expand(input, cwd)))];
}

function expand(input: string, cwd: string): readonly string[] {
  if (input === '-') return [input];
  const kind = kindOf(resolve(cwd, input));
  if (kind === 'file') return [input];
  if (kind === 'folder')
    return demand(listFolder(input, cwd), `The folder ${input} holds no .json, .ndjson or .jsonl file.`);
  if (GLOB_CHARACTERS.test(input)) {
    const exclude = (path: string) => basename(path) === 'node_modules' && !input.includes('node_modules');
    const matches = globSync(input, { cwd, exclude }).filter((path) => kindOf(resolve(cwd, path)) === 'file');
    return demand(matches.sort(), `No file matches ${input}.`);
  }
  throw new AppError('file_unreadable', `Cannot read ${input}: there is no such file or folder.`);
}

function demand(files: readonly string[], complaint: string): readonly string[] {
  if (files.length > 0) return files;
  throw new AppError('no_input', complaint, 'Nothing checked is not a success: check the path.');
}

function listFolder(folder: string, cwd: string): readonly string[] {
  const entries = guarded(folder, () => readdirSync(resolve(cwd, folder), { withFileTypes: true }));
  return entries
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) return entry.isFile() && ENDING.test(entry.name) ? [path] : [];
      return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : listFolder(path, cwd);
    });
}

function kindOf(path: string): 'file' | 'folder' | 'missing' {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return 'missing';
  return status.isDirectory() ? 'folder' : 'file';
}

/** All bytes of a file of at most 256 MiB. Throws AppError `file_unreadable`. */
export function readInput(path: string, cwd: string): Uint8Array {
  const full = resolve(cwd, path);
  const size = guarded(path, () => statSync(full).size);
  if (size > MAX_FILE_BYTES)
    throw new AppError(
      'file_unreadable',
      `Cannot read ${path}: it is larger than 256 MiB.`,
      'Split it, for example with split -l.',
    );
  return guarded(path, () => readFileSync(full));
}

function guarded<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw toFileError('read', path, error);
  }
}

import { existsSync, globSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { AppError } from '../core/error.ts';
import { holdsSecret } from '../core/settings/secret-text.ts';
import { toFileError } from './file-error.ts';

/** Which files of a folder are meant, and that in words: `.json or .har`. */
export interface FileForms {
  readonly ending: RegExp;
  readonly text: string;
  /** What is missing or cannot be followed is among the files, for their reader to tell. */
  readonly withBroken?: true;
}

/** Everything that holds events, packed or not. */
export const INPUT_FORMS: FileForms = {
  ending: /\.(?:json|ndjson|jsonl|har)(?:\.(?:gz|zst))?$/i,
  text: '.json, .ndjson, .jsonl or .har',
};
const GLOB_CHARACTERS = /[*?[\]{}]/;

/** `other` is a pipe or a device: it is read where it is named, and is no match of a folder or a glob. */
type Kind = 'file' | 'folder' | 'other' | 'missing';

/** Files that were found. */
export interface FoundInputs {
  readonly files: readonly string[];
  /** The arguments beginning with `!` that left out nothing. */
  readonly idle: readonly string[];
}

/**
 * The files that `expandInputs` finds without those that arguments beginning with `!` leave out, wherever these stand. Throws
 * what that throws, AppError `no_input` where nothing is left, and `usage` where something is only left out.
 */
export async function findInputs(
  args: readonly string[],
  cwd: string,
  forms: FileForms = INPUT_FORMS,
): Promise<FoundInputs> {
  const exclusions = args.filter((arg) => arg.startsWith('!'));
  const [first] = exclusions;
  if (first === undefined) return { files: expandInputs(args, cwd, forms), idle: [] };
  const { leaveOut, toIdle } = await import('./input-exclusions.ts');
  if (exclusions.length === args.length) throw toIdle(first);
  const found = expandInputs(
    args.filter((arg) => !arg.startsWith('!')),
    cwd,
    forms,
  );
  const left = leaveOut(found, exclusions, cwd);
  if (left.files.length > 0) return left;
  throw new AppError('no_input', `${exclusions.join(', ')} leaves out every file that is named.`, NO_SUCCESS);
}

/**
 * The files that paths, folders and globs stand for, each once and by the first of its names, in the order given and sorted
 * within a folder or glob. Of a folder: all files below it that may hold events, or those of other forms, also through
 * symbolic links. Neither folders nor globs go into `node_modules` or find what is hidden, unless it is named. `-` stays.
 * Throws AppError `file_unreadable` for a path that cannot be followed, `no_input` where a folder or glob holds nothing, and `usage`
 * for an argument that is empty.
 */
export function expandInputs(
  inputs: readonly string[],
  cwd: string,
  forms: FileForms = INPUT_FORMS,
): readonly string[] {
  return toDifferent(
    inputs.flatMap((input) => expand(input, { cwd, forms })),
    cwd,
  );
}

/** A file has many names, such as `a.json` and `./a.json`: the first is kept. */
function toDifferent(paths: readonly string[], cwd: string): readonly string[] {
  const names = new Map<string, string>();
  for (const path of paths) {
    const full = path === '-' ? path : resolve(cwd, path);
    if (!names.has(full)) names.set(full, path);
  }
  return [...names.values()];
}

const NO_SUCCESS = 'Check the paths: finding no file is never a success.';

/** The files of a folder that are of these forms, without those in folders below; empty where it cannot be read. Never throws. */
export function listNames(folder: string, cwd: string, { ending }: FileForms): readonly string[] {
  try {
    return readdirSync(resolve(cwd, folder)).filter((name) => ending.test(name));
  } catch {
    return [];
  }
}

/** Whether a text may stand for several files. Never throws. */
export function isFileGlob(text: string): boolean {
  return GLOB_CHARACTERS.test(text);
}

/** Whether a path leads to something. Never throws. */
export function isPresent(path: string, cwd: string): boolean {
  return existsSync(resolve(cwd, path));
}

interface Search {
  readonly cwd: string;
  readonly forms: FileForms;
}

function expand(input: string, { cwd, forms }: Search): readonly string[] {
  if (input === '-') return [input];
  if (input === '') throw toEmpty();
  // A glob may be longer than any name may be.
  if (isFileGlob(input) && !isPresent(input, cwd))
    return demand(findMatches(input, { cwd, forms }), `No file matches ${input}.`);
  if (demandKind(input, { cwd, forms }) !== 'folder') return [input];
  return demand(listFolder(input, { cwd, forms }), `The folder ${input} holds no ${forms.text} file.`);
}

/** It would be the whole working folder. */
function toEmpty(): AppError {
  const hint = 'Is a variable of the shell empty? The folder that you are in is .';
  return new AppError('usage', 'An argument is empty, and names no file.', hint);
}

/** That a path leads to nothing, as AppError `file_unreadable`. Never throws. */
export function toMissing(path: string, hint?: string): AppError {
  return new AppError('file_unreadable', `Cannot read ${path}: there is no such file or folder.`, hint);
}

function demand(files: readonly string[], complaint: string): readonly string[] {
  if (files.length > 0) return files;
  throw new AppError('no_input', complaint, 'Check the path: finding no file is never a success.');
}

/** `*` and `**` find nothing hidden of themselves. */
function findMatches(pattern: string, search: Search): readonly string[] {
  const { cwd } = search;
  const named = pattern.split(/[\\/{},]/).includes('node_modules');
  const exclude = (path: string) => !named && basename(path) === 'node_modules';
  const matches = guarded(pattern, () => globSync(pattern, { cwd, exclude }));
  return matches.filter((path) => demandKind(path, search) === 'file').sort();
}

/** `seen` has the real paths of the folders that were read, since links can lead back. */
function listFolder(folder: string, search: Search, seen = new Set<string>()): readonly string[] {
  const { cwd, forms } = search;
  const full = guarded(folder, () => realpathSync(resolve(cwd, folder)));
  if (seen.has(full)) return [];
  seen.add(full);
  const entries = guarded(folder, () => readdirSync(full, { withFileTypes: true }));
  return entries
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      const isWanted = forms.ending.test(entry.name);
      if (entry.isSymbolicLink() && !isWanted && !isPresent(path, cwd)) return [];
      const kind = entry.isSymbolicLink() ? demandKind(path, search) : toKind(entry);
      if (kind === 'folder') return listFolder(path, search, seen);
      return kind === 'file' && isWanted ? [path] : [];
    });
}

function toKind(entry: { readonly isDirectory: () => boolean; readonly isFile: () => boolean }): Kind {
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'other';
}

/** What a path leads to. One that leads nowhere is told: what it stands for was to be read. */
function demandKind(path: string, { cwd, forms }: Search): Kind {
  try {
    const kind = kindOf(path, cwd);
    if (kind === 'missing') throw toMissing(path);
    return kind;
  } catch (error) {
    // A secret typed as the name of a file must not get into findings and reports; errors leave it out.
    if (error instanceof AppError && forms.withBroken && !holdsSecret(path)) return 'file';
    throw error;
  }
}

function kindOf(path: string, cwd: string): Kind {
  const status = guarded(path, () => statSync(resolve(cwd, path), { throwIfNoEntry: false }));
  return status === undefined ? 'missing' : toKind(status);
}

function guarded<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw error instanceof AppError ? error : toFileError('read', path, error);
  }
}

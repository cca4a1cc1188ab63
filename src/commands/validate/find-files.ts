import { basename } from 'node:path';
import { AppError } from '../../core/error.ts';
import { isConfigName } from '../../io/config-file.ts';
import { findInputs, INPUT_FORMS } from '../../io/input-files.ts';
import type { Context } from '../command.ts';
import { tellIdle } from '../idle-exclusions.ts';
import { toRealPath } from './real-path.ts';

/** One that cannot be read is a finding, and holds up no other. */
const CHECKED_FORMS = { ...INPUT_FORMS, withBroken: true } as const;

/**
 * The files to check. What a run reads or writes besides, its configuration, a baseline and reports, is no payload: where a
 * folder or a glob holds one of them, it is left out, so that a second run finds what the first one did. Throws what `findInputs` throws,
 * and AppError `no_input` where nothing is left.
 */
export async function findFiles(
  inputs: readonly string[],
  besides: readonly string[],
  { cwd, report }: Pick<Context, 'cwd' | 'report'>,
): Promise<readonly string[]> {
  const ours = new Set(besides.map((file) => toRealPath(file, cwd)));
  // Nearly every run has none, and to follow the links of each file would take as long as to read it.
  const isBeside = (file: string) => ours.size > 0 && ours.has(toRealPath(file, cwd));
  const isOurs = (file: string) => isConfigName(basename(file)) || isBeside(file);
  const { files: found, idle } = await findInputs(inputs, cwd, CHECKED_FORMS);
  tellIdle(idle, { report });
  const files = found.filter((file) => file === '-' || inputs.includes(file) || !isOurs(file));
  if (files.length > 0) return files;
  throw new AppError(
    'no_input',
    'What is named holds nothing to check but what this run reads or writes itself.',
    'Name the files that hold payloads.',
  );
}

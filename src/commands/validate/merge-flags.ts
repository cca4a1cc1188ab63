import type { Command } from 'commander';
import { AppError } from '../../core/error.ts';
import type { ShardReport } from '../../core/validation/shards/shard.ts';
import { readInput } from '../../io/read-file.ts';
import type { Context } from '../command.ts';
import { STDIN_NAME } from './input-names.ts';

/** Whether the inputs are reports of shards. */
export interface MergeFlagOptions {
  readonly merge?: boolean;
}

/** Adds `--merge`. */
export function addMergeFlag(command: Command): Command {
  return command.option('--merge', 'join the JSON reports of all --shard runs to the report of one run');
}

/**
 * The reports of shards that were named. Throws AppError `usage` where none was, what `expandInputs` and `readInput`
 * throw, and `file_malformed` for what is no report of a shard.
 */
export async function readShardReports(
  inputs: readonly string[],
  { cwd, version, readStdin }: Pick<Context, 'cwd' | 'version' | 'readStdin'>,
): Promise<readonly ShardReport[]> {
  if (inputs.length === 0)
    throw new AppError(
      'usage',
      '--merge was given no report.',
      "Name the reports of all shards, for example 'shard-*.json'.",
    );
  const { parseShardReport } = await import('../../report/validation/parse-shard.ts');
  const reports: ShardReport[] = [];
  for (const file of inputs) {
    const isStdin = file === '-';
    const bytes = isStdin ? await readStdin() : readInput(file, cwd);
    reports.push(await parseShardReport(bytes, isStdin ? STDIN_NAME : file, version));
  }
  return reports;
}

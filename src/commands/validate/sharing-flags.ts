import { type Command, InvalidArgumentError } from 'commander';
import { findShard, type Shard } from '../../core/validation/shards/sharing.ts';
import { wholeNumber } from '../flags.ts';

/** How the work is shared out. */
export interface SharingOptions {
  readonly jobs?: number;
  readonly shard?: Shard;
}

const MOST_JOBS = 64;
/** Below this, threads cost more than they save: each takes some 60 ms to start. */
const WORTH_BYTES = 50_000_000;
/** More are slower on most machines, whose memory they share. */
const MOST_USUAL = 8;

/** Adds `--jobs` and `--shard`. */
export function addSharingFlags(command: Command): Command {
  return command
    .option(
      '--jobs <number>',
      'check in so many threads (default: one a core where it is much, else one)',
      (text) => wholeNumber(text, { least: 1, most: MOST_JOBS }),
    )
    .option('--shard <i/n>', 'check the i-th of n parts of the input, as for a CI matrix', shard);
}

function shard(text: string): Shard {
  const found = findShard(text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError('It must be a part of a whole such as 2/8: from 1 on, and of at most 1000.');
}

/** How many threads check so many bytes. Never throws. */
export function toThreadCount({ jobs }: SharingOptions, bytes: number, processors: number): number {
  if (jobs !== undefined) return jobs;
  return bytes < WORTH_BYTES ? 1 : Math.min(processors, MOST_USUAL);
}

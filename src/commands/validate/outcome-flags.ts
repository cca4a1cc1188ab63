import type { Command } from 'commander';
import type { Limits } from '../../core/validation/run/outcome.ts';
import { wholeNumber } from '../flags.ts';

/** What makes a run fail besides errors. */
export interface OutcomeOptions extends Limits {}

/** More warnings than anybody counts. */
const MOST_WARNINGS = 1_000_000_000;

/** Adds `--strict` and `--max-warnings`. */
export function addOutcomeFlags(command: Command): Command {
  return command
    .option('--strict', 'fail on warnings as on errors')
    .option('--max-warnings <n>', 'fail when there are more warnings than this', (text: string) =>
      wholeNumber(text, { least: 0, most: MOST_WARNINGS }),
    );
}

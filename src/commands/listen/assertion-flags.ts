import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '../../core/error.ts';
import { type Expectation, findExpectation } from '../../core/filter/expectations.ts';
import { checkWritable } from '../../io/write-file.ts';
import { eventGlob } from '../event-flags.ts';
import { junitFile, milliseconds, wholeNumber } from '../flags.ts';

/** When to end, and what must have come by then. */
export interface AssertionOptions {
  readonly expect?: readonly Expectation[];
  readonly timeout?: number;
  readonly count?: number;
  readonly for?: number;
  readonly report?: string;
}

/** Adds `--expect`, `--timeout`, `--report`, `--count` and `--for`. */
export function addAssertionFlags(command: Command): Command {
  return command
    .option(
      '--expect <event[=count]>',
      'end with 0 as soon as all that is expected has come, verified and as --where says (may be repeated)',
      gatherExpectation,
    )
    .option('--timeout <time>', 'end with 1 when it has not come within this time', milliseconds)
    .option('--report <form=file>', 'write what was expected and came: junit=FILE', junitFile)
    .option('--count <number>', 'end after so many deliveries', count)
    .option('--for <time>', 'end after this time', milliseconds);
}

/**
 * Throws AppError `usage` for flags that could have no effect or contradict each other, and `file_unwritable` for a report
 * that could not be written: found out at the end only, it would take the place of what was waited for.
 */
export function checkAssertions(options: AssertionOptions, cwd: string): void {
  const { expect, timeout, report, count: most, for: time } = options;
  const lonely = [
    ['--timeout', timeout],
    ['--report', report],
  ].find(([, value]) => value !== undefined)?.[0];
  if (expect === undefined && lonely !== undefined) {
    throw new AppError(
      'usage',
      `${lonely} has no effect without --expect.`,
      'Add --expect EVENT, or end with --count or --for.',
    );
  }
  const other = most !== undefined ? '--count' : time !== undefined ? '--for' : undefined;
  if (expect !== undefined && other !== undefined) {
    throw new AppError(
      'usage',
      `--expect ends when all has come, and ${other} ends whatever has come: they cannot be used together.`,
      'Use --timeout beside --expect.',
    );
  }
  if (report !== undefined) checkWritable(report, cwd);
}

function gatherExpectation(
  text: string,
  previous: readonly Expectation[] | undefined,
): readonly Expectation[] {
  const found = findExpectation(text);
  if (found === undefined)
    throw new InvalidArgumentError('It must be an event, or an event and a count: vault.updated=2.');
  return [...(previous ?? []), { ...found, event: eventGlob(found.event) }];
}

function count(text: string): number {
  return wholeNumber(text, { least: 1, most: 1_000_000_000 });
}

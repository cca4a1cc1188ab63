import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  findStatusRange,
  MOST_RETRIES,
  type RetryPlan,
  type StatusRange,
  type SuccessRule,
  toSuccessRule,
} from '../../core/sending/retries.ts';
import { junitFile, wholeNumber } from '../flags.ts';
import { addBulkFlags, type BulkOptions } from './bulk-flags.ts';
import { addKeepFlags, type KeepOptions } from './keep.ts';

/** How requests are delivered. */
export interface DeliveryOptions extends BulkOptions, KeepOptions {
  readonly retry?: 'svix';
  readonly retries?: number;
  readonly timeScale?: number;
  readonly expect?: readonly StatusRange[];
  readonly failFast?: boolean;
  readonly duplicate?: number;
  /** A file for JUnit's XML. */
  readonly report?: string;
}

/** Adds `--expect`, `--fail-fast`, `--duplicate`, `--retry`, `--retries`, `--time-scale` and `--report`, and in a group of their own those of a bulk. */
export function addDeliveryFlags(command: Command): Command {
  command
    .option(
      '--expect <status,...>',
      'what counts as success in place of 2xx: statuses such as 400, classes such as 4xx (may be repeated)',
      gatherStatuses,
    )
    .option('--fail-fast', 'send nothing more after the first failure')
    .option('--duplicate <number>', 'send each so many times more with the same id, as Svix may', duplicates)
    .addOption(
      new Option(
        '--retry <schedule>',
        'svix: send again what failed after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h',
      ).choices(['svix']),
    )
    .option('--retries <number>', `with --retry: at most so many times, 1 to ${MOST_RETRIES}`, retries)
    .option(
      '--time-scale <number>',
      'with --retry or --scenario: divide all waits by this, such as 1000',
      scale,
    );
  addBulkFlags(command.optionsGroup('Sending in bulk:'));
  return addKeepFlags(command.optionsGroup('Keeping and reporting:')).option(
    '--report <form=file>',
    'write what came of it: junit=FILE',
    junitFile,
  );
}

/** How each message is delivered, and what is a success. */
export interface Manner {
  /** Undefined when nothing is sent again. */
  readonly plan: RetryPlan | undefined;
  readonly success: SuccessRule;
  /** Whether the first failure ends it. */
  readonly failFast: boolean;
  /** How often each message is sent with the same id, whatever is answered. */
  readonly copies: number;
}

/** What the flags say of it. Never throws. */
export function toManner(options: DeliveryOptions): Manner {
  const { retry, retries = MOST_RETRIES, timeScale = 1, expect = [] } = options;
  const { failFast = false, duplicate = 0 } = options;
  const plan = retry === undefined ? undefined : { retries, timeScale };
  return { plan, success: toSuccessRule(expect), failFast, copies: duplicate + 1 };
}

function gatherStatuses(text: string, previous: readonly StatusRange[] = []): readonly StatusRange[] {
  const found = text.split(',').map((each) => {
    const range = findStatusRange(each.trim());
    if (range !== undefined) return range;
    throw new InvalidArgumentError(
      'It must be statuses from 200 to 599, or classes of them: 400, or 2xx,404.',
    );
  });
  return [...previous, ...found];
}

function duplicates(text: string): number {
  return wholeNumber(text, { least: 1, most: 100 });
}

function retries(text: string): number {
  return wholeNumber(text, { least: 1, most: MOST_RETRIES });
}

function scale(text: string): number {
  const value = /^\d{1,9}(?:\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0; 1000 makes 5 minutes of 0.3 seconds.');
}

import type { Command } from 'commander';
import { AppError } from '../../core/error.ts';
import type { Context } from '../command.ts';
import type { DeliveryOptions } from './delivery-flags.ts';

/** Printing in place of sending. */
export interface PrintOptions {
  readonly dryRun?: boolean;
  readonly curl?: boolean;
  readonly http?: boolean;
}

/** How requests are printed. */
export type Print = 'request' | 'curl' | 'http';

/** Adds `--dry-run`, `--curl` and `--http`. */
export function addPrintFlags(command: Command): Command {
  return command
    .option('--dry-run', 'send nothing: print each request as it would be sent')
    .option('--curl', 'send nothing: print a curl command for bash that sends it, signed now')
    .option('--http', 'send nothing: print the same as an HTTPie command');
}

/** How to print; undefined when it is to be sent. `--dry-run` with one of the commands is that command. Never throws. */
export function findPrint({ dryRun, curl, http }: PrintOptions): Print | undefined {
  if (curl === true) return 'curl';
  if (http === true) return 'http';
  return dryRun === true ? 'request' : undefined;
}

/** Flags that say how requests are sent, or what becomes of the answers. */
const SENDING_FLAGS = {
  save: '--save',
  report: '--report',
  expect: '--expect',
  failFast: '--fail-fast',
  retry: '--retry',
  duration: '--duration',
  rate: '--rate',
  concurrency: '--concurrency',
  pipelining: '--pipelining',
} as const satisfies Partial<Record<keyof DeliveryOptions, string>>;

/** Throws AppError `usage` for what would have no effect because nothing is sent. */
export function checkPrint(
  options: PrintOptions & DeliveryOptions,
  { originOf }: Pick<Context, 'originOf'>,
): void {
  const print = findPrint(options);
  if (print === undefined) return;
  if (options.curl === true && options.http === true) {
    const message = '--curl and --http print the same requests: they cannot be used together.';
    throw new AppError('usage', message, 'Use one of the two.');
  }
  const flag = print === 'request' ? '--dry-run' : `--${print}`;
  const idle = findIdle(options) ?? (print === 'request' ? findIdleInsecure(originOf) : undefined);
  if (idle === undefined) return;
  throw new AppError(
    'usage',
    `${flag} sends nothing, so that ${idle} has no effect.`,
    'Leave one of them out.',
  );
}

/** What is made up is counted, and printed, too. */
function findIdle(options: DeliveryOptions): string | undefined {
  if (options.count !== undefined && options.generate === undefined) return '--count';
  return Object.entries(SENDING_FLAGS).find(
    ([name]) => options[name as keyof typeof SENDING_FLAGS] !== undefined,
  )?.[1];
}

function findIdleInsecure(originOf: Context['originOf']): string | undefined {
  return originOf('insecure').source === 'flag' ? '--insecure' : undefined;
}

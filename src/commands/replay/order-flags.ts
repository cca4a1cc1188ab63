import type { Command } from 'commander';
import { AppError } from '../../core/error.ts';
import { MOST_SEED, newSeed } from '../../io/random.ts';
import type { Context } from '../command.ts';
import { wholeNumber } from '../flags.ts';

/** In which order it is sent, and what random things are made from. */
export interface OrderOptions {
  readonly shuffle?: boolean;
  readonly seed?: number;
  readonly generate?: readonly string[];
}

/** Adds `--shuffle` and `--seed`. */
export function addOrderFlags(command: Command): Command {
  return command
    .option('--shuffle', 'send in random order')
    .option(
      '--seed <number>',
      'with --generate and --shuffle: the same payloads, and the same order, every time',
      seed,
    );
}

function seed(text: string): number {
  return wholeNumber(text, { least: 0, most: MOST_SEED });
}

/**
 * Gives the seed of the run. One that was not typed is drawn when it is first asked for, and told, so that the run can be
 * repeated. Throws AppError `usage` for a seed of nothing.
 */
export function createSeed(options: OrderOptions, { report }: Pick<Context, 'report'>): () => number {
  const { generate, shuffle: isShuffled } = options;
  if (options.seed !== undefined && generate === undefined && isShuffled !== true) {
    const hint = 'Add --shuffle, or --generate with an event, for example --generate onboarding.completed.';
    throw new AppError('usage', '--seed has no effect without --generate or --shuffle.', hint);
  }
  let { seed: chosen } = options;
  return () => {
    if (chosen !== undefined) return chosen;
    chosen = newSeed();
    const what = generate === undefined ? 'The order is' : 'The payloads are';
    const message = `${what} made with seed ${chosen}: --seed ${chosen} makes the same again.`;
    report({ type: 'notice', code: 'seed', message });
    return chosen;
  };
}

import type { Command } from 'commander';
import { AppError } from '../../core/error.ts';
import { EVENTS } from '../../core/events/catalogue.ts';
import type { EventDefinition } from '../../core/events/definition.ts';
import { toEventTest } from '../../core/filter/event-glob.ts';
import { type Made, makeRun } from '../../core/payloads/generation/generate.ts';
import type { Payload } from '../../core/sending/payload.ts';
import { createDice } from '../../io/dice.ts';
import { eventGlob, repeated } from '../event-flags.ts';
import { type BulkOptions, findPace } from './bulk-flags.ts';

/** What to make up. */
export interface GenerateOptions extends BulkOptions {
  /** Globs over events. */
  readonly generate?: readonly string[];
  readonly invalid?: boolean;
}

/** All are made before the first is sent, and kept in memory: about 1 kB each. */
const MOST_PAYLOADS = 100_000;

/** Adds `--generate` and `--invalid`; how many, says `--count` of a bulk, and from which seed, `--seed`. */
export function addGenerateFlags(command: Command): Command {
  return command
    .option(
      '--generate <event|glob|all>',
      'make payloads up: each value, boundary and absence of each field once, or --count of them (repeatable)',
      repeated(eventOrAll),
    )
    .option('--invalid', 'with --generate: one thing wrong in each, everything in turn');
}

/**
 * What `--generate` asks to send; undefined when it is not there.
 * Throws AppError `usage` for what does not go together, `unknown_event` for globs that no event fits.
 * @param rival What else says what is sent, as it was typed.
 * @param toSeed Gives the seed of the run, and is asked for it only when it is needed.
 */
export function generatePayloads(
  options: GenerateOptions,
  rival: string | undefined,
  toSeed: () => number,
): readonly Payload[] | undefined {
  refuseContradictions(options, rival);
  if (options.generate === undefined) return undefined;
  const definitions = options.generate.map(findFitting);
  const made = makeRun({
    definitions: EVENTS.filter((event) => definitions.flat().includes(event)),
    isInvalid: options.invalid === true,
    seed: toSeed(),
    createDice,
    ...toCount(options),
  });
  return Array.from(made, toPayload);
}

/** In bulk they are sent again from the first after the last. */
function toCount(options: GenerateOptions): { readonly count?: number } {
  const { count } = options;
  if (count === undefined || count <= MOST_PAYLOADS) return count === undefined ? {} : { count };
  if (findPace(options) !== undefined) return { count: MOST_PAYLOADS };
  throw new AppError(
    'usage',
    `--count ${count}: at most ${MOST_PAYLOADS} are made up and sent one by one.`,
    'Add --concurrency 10 to send them in bulk.',
  );
}

function toPayload({ madeFor, number, name, event, body }: Made): Payload {
  return { source: `${madeFor.name} #${number}`, name, event, body };
}

function findFitting(glob: string): readonly EventDefinition[] {
  const fits = toEventTest([glob]);
  const fitting = EVENTS.filter(({ kind }) => fits(kind));
  if (fitting.length > 0) return fitting;
  const all = EVENTS.map(({ name }) => name).join(', ');
  throw new AppError('unknown_event', `No event fits --generate ${glob}.`, `The events are: ${all}.`);
}

function refuseContradictions({ generate, invalid }: GenerateOptions, rival: string | undefined): void {
  if (generate === undefined && invalid !== undefined) {
    throw new AppError(
      'usage',
      '--invalid has no effect without --generate.',
      'Add --generate, for example --generate onboarding.completed.',
    );
  }
  if (generate !== undefined && rival !== undefined) {
    throw new AppError(
      'usage',
      `--generate makes up what is sent, and ${rival} is given besides.`,
      'Use one of the two.',
    );
  }
}

function eventOrAll(text: string): string {
  return text === 'all' ? '*' : eventGlob(text);
}

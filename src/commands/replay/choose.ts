import type { Command } from 'commander';
import type { Context } from '../command.ts';
import { addHistoryChoice, findHistoryFlag } from '../history-choice.ts';
import type { HistoryOptions } from '../history-flags.ts';
import { addAllFlag, type ChoosingOptions } from './choosing-flags.ts';
import { type Collected, collectParcels } from './collect.ts';
import { addGenerateFlags, type GenerateOptions, generateParcels } from './generate-flags.ts';
import { addOrderFlags, createSeed, type OrderOptions, putInOrder } from './order-flags.ts';
import { addScenarioFlag } from './scenario-flags.ts';

/** Everything that says what is sent, and in which order. */
export type SourceOptions = ChoosingOptions & GenerateOptions & OrderOptions & HistoryOptions;

/** Adds all flags that say what is sent, those of the history in a group of their own. */
export function addSourceFlags(command: Command): void {
  addAllFlag(command.optionsGroup('Choosing:'));
  addOrderFlags(addGenerateFlags(addScenarioFlag(command)));
  addHistoryChoice(command.optionsGroup('Choosing from the history:'), 'send');
}

/**
 * Everything to send, in the order in which it is sent. Throws AppError `usage` for what does not go together, and what
 * `collectParcels` and `generateParcels` throw.
 */
export async function chooseParcels(
  names: readonly string[],
  options: SourceOptions,
  context: Context,
): Promise<Collected> {
  const toSeed = createSeed(options, context);
  const named = names[0] === undefined ? findHistoryFlag(options) : `"${names[0]}"`;
  const made = generateParcels(options, options.all === true ? '--all' : named, toSeed);
  const collected =
    made === undefined
      ? await collectParcels(names, options, context)
      : { parcels: made, readsHistory: false, isSingle: made.length === 1, isShipped: true };
  return { ...collected, parcels: putInOrder(collected, options, toSeed) };
}

import type { EventDefinition } from '../../events/definition.ts';
import type { CreateDice } from './draw.ts';
import { createGenerator, createInvalidGenerator, type Generated } from './generate.ts';

/** What one run makes up. */
export interface RunPlan {
  readonly definitions: readonly EventDefinition[];
  readonly isInvalid: boolean;
  readonly seed: number;
  readonly createDice: CreateDice;
  /** How many in all; absent for each case, or each violation, of each event once. */
  readonly count?: number;
}

/** A body that was made up, with the event it was made for and its number in it, from 1. */
export interface Made extends Generated {
  readonly madeFor: EventDefinition;
  readonly number: number;
}

/**
 * The payloads of a run, made one by one as they are asked for. Without a count the events come one after the other,
 * with one they take turns, so that any count has something of each. Never throws.
 */
export function* makeRun({ definitions, isInvalid, count, ...source }: RunPlan): Generator<Made> {
  const create = isInvalid ? createInvalidGenerator : createGenerator;
  const makers = definitions.map((madeFor) => {
    const { size, at } = create(madeFor, source);
    return { size, make: (index: number): Made => ({ ...at(index), madeFor, number: index + 1 }) };
  });
  if (count === undefined) {
    for (const { size, make } of makers) for (let index = 0; index < size; index += 1) yield make(index);
    return;
  }
  for (let made = 0; made < count && makers.length > 0; ) {
    const index = Math.floor(made / makers.length);
    const turn = makers.slice(0, count - made);
    for (const { make } of turn) yield make(index);
    made += turn.length;
  }
}

import { hash } from 'node:crypto';
import { AppError } from '../../error.ts';
import { createSeenTally } from '../coverage/coverage.ts';
import type { Seen } from '../parts/part.ts';
import type { FindingText } from '../rules/finding.ts';
import type { Levels } from '../rules/rules.ts';
import type { CarriedMessage, CarriedPart } from '../run/carry.ts';
import { toTextKey } from '../run/fingerprint.ts';

/** Which part of a run this is. */
export interface ShardNumber {
  /** From 1. */
  readonly index: number;
  readonly of: number;
  /** The same for all shards of a run: made from the inputs and the flags. */
  readonly plan: string;
}

/** What was found in one part of an input, with its texts by their number. */
export interface ShardPart {
  readonly input: number;
  readonly part: number;
  /** The number of a text, and its places: line and column in turn, as text because a list of a million numbers is slow to check. */
  readonly groups: readonly (readonly [text: number, places: string])[];
  readonly messages: readonly CarriedMessage[];
}

/** All that merging needs of a shard, so that it says exactly what one run would have said. */
export interface ShardFindings extends ShardNumber {
  /** The names of all inputs of the run. */
  readonly inputs: readonly string[];
  /** The indexes of those that this shard looked into, as a whole or in part. */
  readonly checked: readonly number[];
  /** Those of them in which there is nothing as far as it looked, which no finding says by itself. */
  readonly empty: readonly number[];
  readonly payloads: number;
  readonly seen: Seen;
  readonly texts: readonly FindingText[];
  /** Only those in which there is something. */
  readonly parts: readonly ShardPart[];
}

/** The report of a shard, as merging takes it. */
export interface ShardReport {
  /** Of the file that it was read from. */
  readonly name: string;
  readonly levels: Levels;
  readonly shard: ShardFindings;
}

/** A report of as many places is read and written in some seconds. */
const MOST_PLACES = 5_000_000;
/** A message, and a text, take as much room as so many places. */
const WEIGHT = 20;

/** The plan of a run, from all that its shards must have in common, as plain data. Never throws. */
export function toPlan(common: unknown): string {
  return hash('sha256', JSON.stringify(common), 'hex').slice(0, 32);
}

/** Keeps what merging needs of the parts that a shard checks. */
export function createShardKeeper(number: ShardNumber, inputs: readonly string[]) {
  const seen = createSeenTally();
  /** By the inputs that were looked into, whether there is nothing in them. */
  const checked = new Map<number, boolean>();
  const numbers = new Map<string, number>();
  const texts: FindingText[] = [];
  const parts: ShardPart[] = [];
  let payloads = 0;
  let room = MOST_PLACES;

  function toNumber(finding: FindingText): number {
    // All of it: findings that are shown as one may differ in what was expected.
    const { event, expected, actual } = finding;
    const key = `${toTextKey(finding)}${JSON.stringify([event, expected, actual])}`;
    const found = numbers.get(key);
    if (found !== undefined) return found;
    room -= WEIGHT;
    numbers.set(key, texts.length);
    return texts.push(finding) - 1;
  }

  return {
    /** Takes the next part, in the order of the input. Throws AppError `usage` when a report cannot hold them all. */
    add({ input, part, ...carried }: CarriedPart): void {
      checked.set(input, carried.isEmpty && checked.get(input) !== false);
      payloads += carried.payloads;
      seen.add(carried.seen);
      if (carried.groups.length === 0 && carried.messages.length === 0) return;
      const groups = carried.groups.map(
        ({ finding, places }) => [toNumber(finding), places.join(',')] as const,
      );
      for (const { places } of carried.groups) room -= places.length / 2;
      room -= carried.messages.length * WEIGHT;
      if (room < 0) throw tooMany(number);
      parts.push({ input, part, groups, messages: carried.messages });
    },
    /** Never throws. */
    finish: (): ShardFindings => ({
      ...number,
      inputs,
      checked: inOrder(checked.keys()),
      empty: inOrder([...checked].filter(([, isEmpty]) => isEmpty).map(([input]) => input)),
      payloads,
      seen: seen.list(),
      texts,
      parts,
    }),
  };
}

function inOrder(inputs: Iterable<number>): readonly number[] {
  return [...inputs].sort((one, other) => one - other);
}

function tooMany({ index, of }: ShardNumber): AppError {
  return new AppError(
    'usage',
    `Shard ${index} of ${of} has more findings and messages than its report can hold.`,
    'Take more shards, or switch rules off, for example --rule deprecated_event=off.',
  );
}

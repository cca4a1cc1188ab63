import type { CarriedPart } from '../run/carry.ts';
import { createGathering, type GatheringOptions } from '../run/gather.ts';
import type { ValidationRun } from '../run/run.ts';
import { refuseMismatch } from './check-shards.ts';
import type { ShardPart, ShardReport } from './shard.ts';

/** What applies to the run as a whole, and so at the merge and not in a shard. */
export type MergeOptions = Pick<GatheringOptions, 'baseline' | 'nameOf' | 'required' | 'onFinding'>;

/**
 * Makes of the reports of all shards what one run would have said: their parts are put in the order of the input and
 * gathered as if they had just been checked. Throws AppError `usage` where the reports are not those of all shards of one
 * run, and what the baseline and `onFinding` throw.
 */
export function mergeReports(reports: readonly ShardReport[], options: MergeOptions): ValidationRun {
  const first = refuseMismatch(reports);
  const gathering = createGathering({ files: first.shard.inputs, levels: first.levels, ...options });
  for (const part of toParts(reports)) gathering.addCarried(part);
  return gathering.finish();
}

/** All parts in the order of the input; of each input that was checked there is one at least. */
function toParts(reports: readonly ShardReport[]): readonly CarriedPart[] {
  const isEmpty = findEmpty(reports);
  const [first] = isEmpty.keys();
  // What needs no order comes with the first.
  const totals = reports.map(({ shard: { payloads, seen } }) => ({
    ...NOTHING,
    input: first ?? 0,
    payloads,
    seen,
  }));
  const all = [
    ...(first === undefined ? [] : totals),
    ...Array.from(isEmpty.keys(), (input) => ({ ...NOTHING, input })),
    ...reports.flatMap(toFoundParts),
  ];
  const inOrder = all.sort((one, other) => one.input - other.input || one.part - other.part);
  return inOrder.map((part) => ({ ...part, isEmpty: isEmpty.get(part.input) === true }));
}

/** The inputs that were checked, in their order, and whether every shard that looked into one says that it is empty. */
function findEmpty(reports: readonly ShardReport[]): ReadonlyMap<number, boolean> {
  const all = reports.flatMap(({ shard: { checked, empty } }) => {
    const empties = new Set(empty);
    return checked.map((input) => ({ input, isEmpty: empties.has(input) }));
  });
  const found = new Map<number, boolean>();
  for (const { input, isEmpty } of all.sort((one, other) => one.input - other.input))
    found.set(input, isEmpty && found.get(input) !== false);
  return found;
}

function toFoundParts({ shard }: ShardReport): readonly CarriedPart[] {
  const toGroup = ([text, places]: ShardPart['groups'][number]) => {
    const finding = shard.texts[text];
    return finding === undefined ? [] : [{ finding, places: places.split(',').map(Number) }];
  };
  return shard.parts.map(({ input, part, groups, messages }) => ({
    ...NOTHING,
    input,
    part,
    groups: groups.flatMap(toGroup),
    messages,
  }));
}

const NOTHING: CarriedPart = {
  input: 0,
  part: 0,
  payloads: 0,
  isEmpty: false,
  seen: {},
  groups: [],
  messages: [],
};

import { AppError } from '../../error.ts';
import type { FindingCode } from '../rules/rules.ts';
import type { ShardReport } from './shard.ts';

const SAME = 'Give every shard the same files and flags, and only --shard another number.';

/**
 * The first of the reports, when they are those of all shards of one run. Throws AppError `usage`, which names the
 * files that do not go together, or the shards that are missing.
 */
export function refuseMismatch(reports: readonly ShardReport[]): ShardReport {
  const [first, ...rest] = reports;
  if (first === undefined)
    throw new AppError('usage', '--merge was given no report.', 'Name the reports of all shards.');
  for (const other of rest) {
    const problem = findMismatch(first, other);
    if (problem !== undefined) throw new AppError('usage', problem, SAME);
  }
  refuseRepeated(reports);
  refuseMissing(reports);
  return first;
}

function findMismatch(first: ShardReport, other: ShardReport): string | undefined {
  const [one, two] = [first.shard, other.shard];
  const both = `${first.name} and ${other.name}`;
  if (one.of !== two.of)
    return `${both} are not of one run: one is a shard of ${one.of}, the other of ${two.of}.`;
  const alone = findAlone(first, other) ?? findAlone(other, first);
  if (alone !== undefined) return `${both} are of other inputs: only ${alone.name} has ${alone.input}.`;
  const rules = Object.keys(first.levels) as FindingCode[];
  const rule = rules.find((code) => first.levels[code] !== other.levels[code]);
  if (rule !== undefined)
    return `${both} were made with other rules: ${rule} is ${first.levels[rule]} and ${other.levels[rule]}.`;
  return one.plan === two.plan ? undefined : `${both} were made of other files or with other flags.`;
}

function findAlone(one: ShardReport, other: ShardReport): { name: string; input: string } | undefined {
  const known = new Set(other.shard.inputs);
  const input = one.shard.inputs.find((each) => !known.has(each));
  return input === undefined ? undefined : { name: one.name, input };
}

function refuseRepeated(reports: readonly ShardReport[]): void {
  const names = new Map<number, string>();
  for (const { name, shard } of reports) {
    const before = names.get(shard.index);
    if (before !== undefined) {
      const message = `${before} and ${name} are both shard ${shard.index} of ${shard.of}.`;
      throw new AppError('usage', message, 'Name the report of each shard once.');
    }
    names.set(shard.index, name);
  }
}

function refuseMissing(reports: readonly ShardReport[]): void {
  const of = reports[0]?.shard.of ?? 0;
  const there = new Set(reports.map(({ shard }) => shard.index));
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter((index) => !there.has(index));
  if (missing.length === 0) return;
  const which = missing.length === 1 ? `shard ${missing[0]} is` : `shards ${missing.join(', ')} are`;
  throw new AppError(
    'usage',
    `The run was cut into ${of} shards, and of these ${which} not among the reports.`,
    'Name the reports of all shards: a run that was checked in part has not passed.',
  );
}

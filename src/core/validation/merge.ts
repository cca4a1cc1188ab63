import type { CarriedPart } from './carry.ts';
import { refuseMismatch } from './check-shards.ts';
import { createGathering, type GatheringOptions } from './gather.ts';
import type { ValidationRun } from './run.ts';
import type { ShardPart, ShardReport } from './shard.ts';

/** What applies to the run as a whole, and so at the merge and not in a shard. */
export type MergeOptions = Pick<GatheringOptions, 'baseline' | 'required' | 'onFinding'>;

/**
 * Makes of the reports of all shards what one run would have said: their parts are put in the order of the input and
 * gathered as if they had just been checked. Throws AppError `usage` where the reports are not those of all shards of one
 * run, and what the baseline and `onFinding` throw.
 */
export function mergeReports(reports: readonly ShardReport[], options: MergeOptions): ValidationRun {
  const first = refuseMismatch(reports);
  const gathering = createGathering({ files: first.shard.inputs, levels: first.levels, ...options });
  for (const report of reports) for (const part of toTotals(report)) gathering.addCarried(part);
  const parts = reports.flatMap(toFoundParts);
  for (const part of parts.sort((one, other) => one.input - other.input || one.part - other.part))
    gathering.addCarried(part);
  return gathering.finish();
}

/** What needs no order: which inputs were checked, how many payloads there were and what was seen. */
function toTotals({ shard: { checked, payloads, seen } }: ShardReport): readonly CarriedPart[] {
  return checked.map((input, index) => ({
    ...NOTHING,
    input,
    ...(index === 0 && { payloads, seen }),
  }));
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

const NOTHING: CarriedPart = { input: 0, part: 0, payloads: 0, seen: {}, groups: [], messages: [] };

import { AppError } from '../../core/error.ts';
import { quoteValue } from '../../core/events/wording.ts';
import { findJson } from '../../core/json/scan.ts';
import type { ShardReport } from '../../core/validation/shards/shard.ts';

const HINT = 'Make one with, for example, --shard 1/4 --report json=shard-1.json.';

/**
 * Reads a file that `--shard` with `--report json` wrote. Throws AppError `file_malformed`, which names the file, for any
 * other, also for that of another version of the tool. What checks it is loaded only now.
 * @param version Of this tool.
 */
export async function parseShardReport(
  bytes: Uint8Array,
  name: string,
  version: string,
): Promise<ShardReport> {
  const json = findJson(new TextDecoder().decode(bytes));
  if (json === undefined) throw refuse(`${name} is not the report of a shard: it is not JSON.`);
  const other = findVersion(json.value);
  if (other !== undefined && other !== version)
    throw refuse(`${name} was made by fp-webhooks ${quoteValue(other)}, and this is version ${version}.`);
  const { reportSchema } = await import('./report-schema.ts');
  const { data } = reportSchema.safeParse(json.value);
  if (data === undefined) throw refuse(`${name} is not the report of a shard.`);
  if (data.shard === undefined)
    throw refuse(`${name} is the report of a whole run, and not of a shard: there is nothing to merge.`);
  return { name, levels: data.rules, shard: data.shard };
}

function refuse(message: string): AppError {
  return new AppError('file_malformed', message, HINT);
}

/** Of the tool, where it looks like one of our reports: another version may write another form. */
function findVersion(report: unknown): unknown {
  const { tool } = Object(report);
  return Object(tool).name === 'fp-webhooks' ? Object(tool).version : undefined;
}

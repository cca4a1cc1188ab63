import { AppError } from '../../core/error.ts';
import type { Extent, HistoryReader, Pruning } from '../../core/history/history.ts';
import { isPresent } from '../../io/input-files.ts';
import type { CommandDefinition, Context, Outcome } from '../command.ts';
import { addFlags, flags, type OptionsOf } from '../declare.ts';
import { age, positiveInteger } from '../flags.ts';
import {
  historyFlags,
  toAbsent,
  toHistoryPath,
  toToldPath,
  withHistory,
  withReader,
} from '../history-flags.ts';

const pruneFlags = flags({
  keep: { flag: '--keep <n>', about: 'remove all but the newest so many', parse: positiveInteger },
  olderThan: {
    flag: '--older-than <time>',
    about: 'remove what is older, for example 30d; 0s removes all',
    parse: age,
  },
  dryRun: { flag: '--dry-run', about: 'only say how many that would be' },
  ...historyFlags,
});

type PruneOptions = OptionsOf<typeof pruneFlags>;

/** `fp-webhooks history prune`: removes old deliveries. */
export const prune: CommandDefinition<PruneOptions> = {
  drains: false,
  flags: (command) => addFlags(command, pruneFlags),
  examples: [
    ['fp-webhooks history prune --older-than 30d', 'remove what came more than 30 days ago'],
    ['fp-webhooks history prune --keep 10000 --dry-run', 'how many are there besides the newest 10,000?'],
  ],
  run: pruneHistory,
};

async function pruneHistory(
  [name]: readonly string[],
  options: PruneOptions,
  context: Context,
): Promise<Outcome> {
  if (name !== undefined)
    throw new AppError('usage', `history prune takes no arguments, and "${name}" is one.`);
  const pruning = toPruning(options);
  const path = toHistoryPath(options, context);
  if (!isPresent(path, context.cwd)) throw toAbsent(options, context);
  const extent = () => withReader(options, context, (reader) => reader.extent());
  const counts =
    options.dryRun === true
      ? await withReader(options, context, (reader) => foresee(reader, pruning))
      : await measure(extent, () => withHistory(options, context, (history) => history.prune(pruning)));
  context.report({
    type: 'summary',
    command: 'history prune',
    dryRun: options.dryRun === true,
    ...counts,
    history: toToldPath(path, context),
  });
  return 'passed';
}

/** Measured while it is closed, because what was written lately stands beside the file until then. */
async function measure(extent: () => Promise<Extent>, act: () => Promise<number>) {
  const before = await extent();
  const removed = await act();
  const after = await extent();
  return { removed, left: after.deliveries, bytesBefore: before.bytes, bytesAfter: after.bytes };
}

function toPruning({ keep, olderThan }: PruneOptions): Pruning {
  if (keep === undefined && olderThan === undefined) {
    const hint = 'For example: fp-webhooks history prune --older-than 30d';
    throw new AppError('usage', 'Nothing says what to remove: --keep or --older-than is needed.', hint);
  }
  const before = olderThan === undefined ? undefined : Date.now() - olderThan * 1_000;
  return {
    ...(keep !== undefined && { keep }),
    ...(before !== undefined && { before: new Date(before).toISOString() }),
  };
}

/** What is removed is the oldest in either case: the larger of the two counts holds the other. */
function foresee(reader: HistoryReader, { keep, before }: Pruning) {
  const { deliveries, bytes } = reader.extent();
  const beyond = keep === undefined ? 0 : Math.max(0, deliveries - keep);
  let older = 0;
  if (before !== undefined) for (const _ of reader.find({ until: before })) older += 1;
  const removed = Math.max(beyond, older);
  return { removed, left: deliveries - removed, bytesBefore: bytes, bytesAfter: bytes };
}

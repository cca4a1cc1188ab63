import { resolve } from 'node:path';
import type { CheckSettings } from '../../core/validation/parts/part.ts';
import type { Levels } from '../../core/validation/rules/rules.ts';
import { carryPart } from '../../core/validation/run/carry.ts';
import { createGathering } from '../../core/validation/run/gather.ts';
import type { ValidationRun } from '../../core/validation/run/run.ts';
import { createShardKeeper, type ShardFindings, toPlan } from '../../core/validation/shards/shard.ts';
import { type InputPlan, planInput, planStream } from '../../io/parts/plan-input.ts';
import type { Context } from '../command.ts';
import { checkInputs } from './check-inputs.ts';
import { readsHistory } from './conflicts.ts';
import { STDIN_NAME } from './input-names.ts';
import type { RunPlan } from './open-run.ts';

/** A run, with what its reports need besides. */
export interface Checked {
  readonly run: ValidationRun;
  readonly levels: Levels;
  /** What merging needs of a shard. */
  readonly shard?: ShardFindings;
}

/** What is checked: `names` may still grow while streams are read. */
export interface Inputs {
  readonly names: readonly string[];
  readonly plans: readonly InputPlan[];
}

/** Checks all inputs. Throws AppError `no_input` where the history has nothing that fits, and what `checkInputs` throws. */
export async function checkAll(plan: RunPlan, context: Context): Promise<Checked> {
  const { options } = plan;
  if (!readsHistory(options)) return checkThese(planFiles(plan, context), plan, context);
  const { withHistoryInput } = await import('./history-input.ts');
  return withHistoryInput(options, context, (inputs) => checkThese(inputs, plan, context));
}

function planFiles({ files, options: { as } }: RunPlan, { cwd, openStdin }: Context): Inputs {
  const names = files.map((file) => (file === '-' ? STDIN_NAME : file));
  const plans = files.map((file, input) => {
    const name = names[input] ?? file;
    return file === '-'
      ? planStream({ input, name }, openStdin, as)
      : planInput({ input, name, path: resolve(cwd, file) }, as);
  });
  return { names, plans };
}

async function checkThese({ names, plans }: Inputs, plan: RunPlan, context: Context): Promise<Checked> {
  const { options, levels, concluding } = plan;
  const { showPii } = context;
  const settings: CheckSettings = {
    levels,
    nowMs: Date.now(),
    showPii,
    ...(options.as && { as: options.as }),
  };
  const isShare = (input: number) => (options.shard?.of ?? 1) > 1 && plans[input]?.kind === 'ranges';
  const gathering = createGathering({ files: names, levels, isShare, ...concluding.gathering });
  const keeper = openKeeper({ names, plans }, plan, showPii);
  const loadKeys = async () => (await import('./load-keys.ts')).loadSignatureKeys(context);
  const order = { plans, settings, sharing: options, loadKeys };
  await checkInputs(order, context, (result, firstLine) => {
    const part = carryPart(result, firstLine, showPii);
    keeper?.add(part);
    gathering.addCarried(part);
  });
  return { run: gathering.finish(), levels, ...(keeper && { shard: keeper.finish() }) };
}

/** Only a report in JSON can be merged. */
function openKeeper({ names, plans }: Inputs, { options, levels, requests }: RunPlan, showPii: boolean) {
  const { shard } = options;
  if (shard === undefined || requests.every(({ format }) => format !== 'json')) return undefined;
  const sizes = plans.map((each) => (each.kind === 'ranges' ? [each.size, each.parts] : each.kind));
  return createShardKeeper(
    { ...shard, plan: toPlan([names, sizes, levels, options.as ?? null, showPii]) },
    names,
  );
}

import type { Command } from 'commander';
import type { CommandDefinition, Context, Outcome } from './command.ts';
import { addFlags } from './declare.ts';
import { addHistoryChoice } from './history-choice.ts';
import { historyFlags } from './history-flags.ts';
import { type Checked, checkAll } from './validate/check-all.ts';
import { conclude } from './validate/conclude-run.ts';
import { refuseConflicts } from './validate/conflicts.ts';
import { addInputFlags } from './validate/input-flags.ts';
import { addMergeFlag, readShardReports } from './validate/merge-flags.ts';
import { openRun, type RunPlan } from './validate/open-run.ts';
import type { ValidateOptions } from './validate/options.ts';
import { addReportFlags } from './validate/report-flags.ts';
import { addRuleFlags, explainRule, listRules } from './validate/rule-flags.ts';
import { addConcludingFlags } from './validate/run-flags.ts';
import { addSharingFlags } from './validate/sharing-flags.ts';

/** `fp-webhooks validate`: checks payloads and captures, for CI. */
export const validate: CommandDefinition<ValidateOptions> = {
  drains: false,
  readsSettings: 'all',
  flags: addAllFlags,
  examples: [
    ['fp-webhooks validate fixtures/', 'check every payload, capture and HAR below a folder'],
    [
      "fp-webhooks validate 'test/**/*.json' '!**/broken/**'",
      'what a glob finds, without what another one does',
    ],
    [
      'fp-webhooks validate fixtures/ --require all --strict',
      'fail on warnings, and where an event is missing',
    ],
    [
      'fp-webhooks validate fixtures/ --report sarif=findings.sarif --report junit=junit.xml',
      'reports for CI systems',
    ],
    ['fp-webhooks validate old.ndjson --baseline known.json --update-baseline', 'accept what is found today'],
    ['fp-webhooks validate --from-history --since 7d', 'check what was received'],
    ['fp-webhooks validate events.ndjson.gz --report drift=drift.json', 'see what is new at Footprint'],
    ['fp-webhooks validate big.ndjson --shard 2/8 --report json=shard-2.json', 'one of eight machines'],
    ["fp-webhooks validate --merge 'shard-*.json' --report github", 'join what the eight machines said'],
  ],
  run: runValidate,
};

function addAllFlags(command: Command): Command {
  addInputFlags(
    command.argument('[file|folder|glob|-...]', 'what to check; ! before it excludes; - for standard input'),
  );
  addRuleFlags(command.optionsGroup('What is looked for:'));
  addConcludingFlags(command.optionsGroup('What fails:'));
  addReportFlags(command.optionsGroup('What is written:'));
  addSharingFlags(command.optionsGroup('How the work is shared out:'));
  addMergeFlag(command);
  addFlags(command.optionsGroup('Choosing from the history:'), historyFlags);
  return addHistoryChoice(command, 'check');
}

async function runValidate(
  inputs: readonly string[],
  options: ValidateOptions,
  context: Context,
): Promise<Outcome> {
  if (options.listRules === true) {
    listRules(options, context);
    return 'passed';
  }
  if (options.explain !== undefined) {
    explainRule(options.explain, options, context);
    return 'passed';
  }
  refuseConflicts(inputs, options, (option) => context.originOf(option).source === 'flag');
  const plan = await openRun(inputs, options, context);
  const checked = options.merge === true ? await merge(plan, context) : await checkAll(plan, context);
  return conclude(checked, plan, context);
}

async function merge(plan: RunPlan, context: Context): Promise<Checked> {
  const { mergeReports } = await import('../core/validation/shards/merge.ts');
  const reports = await readShardReports(plan.files, context);
  const run = mergeReports(reports, plan.concluding.gathering);
  return { run, levels: reports[0]?.levels ?? plan.levels };
}

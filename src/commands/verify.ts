import { AppError } from '../core/error.ts';
import { TOLERANCE_SECONDS } from '../core/signature/judge.ts';
import type { CommandDefinition, Context, Outcome } from './command.ts';
import { duration, gather, moment } from './flags.ts';
import { addHistoryFlag, type HistoryOptions } from './history-flags.ts';
import { addSecretFlags, loadKnownSecrets, loadNamedSecrets, type SecretOptions } from './secret-flags.ts';
import { judgeComputed } from './verify/computed.ts';
import { findDeliveries } from './verify/deliveries.ts';
import { createJudge } from './verify/judge-exhibit.ts';

interface VerifyOptions extends SecretOptions, HistoryOptions {
  readonly last?: boolean;
  readonly header?: readonly string[];
  readonly headers?: string;
  readonly at?: number;
  readonly ignoreTime?: boolean;
  readonly tolerance?: number;
  readonly showExpected?: boolean;
  readonly computed?: string;
}

/** `fp-webhooks verify`: judges a delivery and finds out why it is not valid. */
export const verify: CommandDefinition<VerifyOptions> = {
  drains: false,
  flags: (command) =>
    addSecretFlags(
      addHistoryFlag(command)
        .argument('[body|capture|request|id]', 'file, id in the history, or - for standard input')
        .option('--last', 'the newest delivery of the history')
        .option('-H, --header <name: value>', 'a header of the delivery, may be repeated', gather)
        .option('--headers <file>', 'its headers as copied: lines, JSON, a log, a curl command')
        .option('--at <time>', 'judge as of Unix seconds or an RFC 3339 time', moment)
        .option('--ignore-time', 'judge the signature whatever the time')
        .option('--tolerance <time>', 'how old it may be, for example 5m', duration)
        .option('--show-expected', 'print the signature that would have been right')
        .option('--computed <signature>', 'what your code computed: tell its mistake (base64 or hex)'),
    ),
  examples: [
    ['fp-webhooks verify --last', 'why was the newest delivery not accepted?'],
    [
      'fp-webhooks verify body.json --headers headers.txt',
      'a body and its headers, as copied from a log or a dashboard',
    ],
    [
      'fp-webhooks verify body.json --headers headers.txt --computed SIGNATURE',
      'which mistake of my code gives this signature?',
    ],
    ['nc -l 4000 | fp-webhooks verify -', 'a whole request, as it came over the wire'],
    [
      'fp-webhooks history export | fp-webhooks verify - --json',
      'every delivery of the history, for scripts',
    ],
  ],
  run: verifyAll,
};

async function verifyAll(
  [name, ...rest]: readonly string[],
  options: VerifyOptions,
  context: Context,
): Promise<Outcome> {
  refuseConflicts(rest, options);
  const { last = false, header = [], headers, history } = options;
  const { exhibits, isWhole } = await findDeliveries({ name, last, header, headers, history }, context);
  const { keys, source } = loadKnownSecrets(options, context);
  const otherKeys = loadNamedSecrets(context);
  if (options.computed !== undefined) {
    const { computed } = options;
    const record = judgeComputed(exhibits, { computed, keys, otherKeys, showPii: context.showPii });
    context.report(record);
    return record.result === 'right' ? 'passed' : 'failed';
  }
  const judgeOne = await createJudge({
    keys,
    otherKeys,
    development: source === 'development',
    at: options.at,
    toleranceSeconds:
      options.ignoreTime === true ? Number.POSITIVE_INFINITY : (options.tolerance ?? TOLERANCE_SECONDS),
    showExpected: options.showExpected === true,
    showPii: context.showPii,
  });
  let outcome: Outcome = isWhole ? 'passed' : 'failed';
  for (const exhibit of exhibits) {
    const judged = judgeOne(exhibit);
    if (judged.verdict.kind !== 'valid') outcome = 'failed';
    context.report(judged);
  }
  return outcome;
}

function refuseConflicts(
  rest: readonly string[],
  { ignoreTime, tolerance, at, showExpected, computed }: VerifyOptions,
): void {
  if (rest[0] !== undefined) {
    throw new AppError(
      'usage',
      `verify takes one delivery, and "${rest[0]}" is a second one.`,
      'Put captures into one file.',
    );
  }
  const other = tolerance !== undefined ? '--tolerance' : at !== undefined ? '--at' : undefined;
  if (ignoreTime === true && other !== undefined) {
    throw new AppError('usage', `${other} has no effect beside --ignore-time.`, 'Use one of the two.');
  }
  const idle = ignoreTime === true ? '--ignore-time' : showExpected === true ? '--show-expected' : other;
  if (computed !== undefined && idle !== undefined)
    throw new AppError('usage', `${idle} has no effect with --computed.`, 'Use one of the two.');
}

import { AppError } from '../core/error.ts';
import { TOLERANCE_SECONDS } from '../core/signature/judge.ts';
import type { CommandDefinition, Context, Outcome } from './command.ts';
import { addFlags, checkFlags, flags, type OptionsOf } from './declare.ts';
import { duration, moment } from './flags.ts';
import { historyFlags } from './history-flags.ts';
import { loadKnownSecrets, loadNamedSecrets, secretFlags } from './secret-flags.ts';
import { judgeComputed } from './verify/computed.ts';
import { findDeliveries } from './verify/deliveries.ts';
import { createJudge } from './verify/judge-exhibit.ts';

const verifyFlags = flags({
  ...historyFlags,
  last: { flag: '--last', about: 'the newest delivery of the history' },
  header: {
    flag: '-H, --header <name: value>',
    about: 'a header of the delivery, may be repeated',
    repeat: true,
  },
  headers: {
    flag: '--headers <file>',
    about: 'its headers as copied: lines, JSON, a log, a curl command',
  },
  at: { flag: '--at <time>', about: 'judge as of Unix seconds or an RFC 3339 time', parse: moment },
  ignoreTime: {
    flag: '--ignore-time',
    about: 'judge the signature whatever the time',
    conflicts: ['tolerance', 'at'],
  },
  tolerance: { flag: '--tolerance <time>', about: 'how old it may be, for example 5m', parse: duration },
  showExpected: { flag: '--show-expected', about: 'print the signature that would have been right' },
  computed: {
    flag: '--computed <signature>',
    about: 'the signature that your code computed, in base64 or hex: find its mistake',
    conflicts: ['ignoreTime', 'showExpected', 'tolerance', 'at'],
  },
  ...secretFlags,
});

type VerifyOptions = OptionsOf<typeof verifyFlags>;

/** `fp-webhooks verify`: judges a delivery and finds out why it is not valid. */
export const verify: CommandDefinition<VerifyOptions> = {
  drains: false,
  flags: (command) =>
    addFlags(
      command.argument('[body|capture|request|id]', 'file, id in the history, or - for standard input'),
      verifyFlags,
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
  refuseSecond(rest);
  checkFlags(verifyFlags, options, context);
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

function refuseSecond([second]: readonly string[]): void {
  if (second === undefined) return;
  throw new AppError(
    'usage',
    `verify takes one delivery, and "${second}" is a second one.`,
    'Put captures into one file.',
  );
}

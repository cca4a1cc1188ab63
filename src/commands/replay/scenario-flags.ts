import type { Command } from 'commander';
import { AppError } from '../../core/error.ts';
import { findHistoryFlag } from '../history-choice.ts';
import type { OverrideOptions } from '../override-flags.ts';
import { BULK_FLAGS, findPace } from './bulk-flags.ts';
import type { ChoosingOptions } from './choosing-flags.ts';
import type { DeliveryOptions } from './delivery-flags.ts';
import type { GenerateOptions } from './generate-flags.ts';
import type { IdentityOptions } from './identity-flags.ts';
import type { OrderOptions } from './order-flags.ts';
import { findPrint, type PrintOptions } from './print-flags.ts';

/** What plays a scenario. */
export interface ScenarioOptions {
  readonly scenario?: string;
}

/** Adds `--scenario`. */
export function addScenarioFlag(command: Command): Command {
  return command.option(
    '--scenario <name|file>',
    'play a scenario: one that comes with it (fixtures scenarios lists them), or a YAML file',
  );
}

type Rivals = ScenarioOptions &
  OverrideOptions &
  DeliveryOptions &
  GenerateOptions &
  ChoosingOptions &
  OrderOptions &
  IdentityOptions &
  PrintOptions;

/** Throws AppError `usage`, naming both and saying why, for what cannot be used with `--scenario`. Without it nothing is refused. */
export function refuseRivals(names: readonly string[], options: Rivals): void {
  if (options.scenario === undefined) return;
  const [rival] = findRivals(names, options);
  if (rival === undefined) return;
  const [what, why, hint] = rival;
  throw new AppError('usage', `--scenario ${why}, and ${what} is given besides.`, hint);
}

const IDENTITY_FLAGS = [
  ['newId', '--new-id'],
  ['id', '--id'],
  ['timestamp', '--timestamp'],
  ['original', '--original'],
  ['fresh', '--fresh'],
] as const;

type Rival = readonly [what: string, why: string, hint: string];

const SENDS = 'says by itself what is sent';
const CHANGES = 'says by itself what is changed';
const IDENTITIES = 'gives its messages ids and times of its own';
const MOVE_CHANGE = 'Put it into a step of the file, under set, unset or merge.';

function findRivals(names: readonly string[], options: Rivals): readonly Rival[] {
  const { all, set, unset, merge, edit, allowInvalid, expect, duplicate } = options;
  const { generate, invalid, seed, shuffle } = options;
  const historyFlag = findHistoryFlag(options);
  const print = findPrint(options);
  const rivals: readonly (readonly [isGiven: boolean, ...Rival])[] = [
    [names.length > 0, `"${names[0]}"`, SENDS, 'Use one of the two.'],
    [all === true, '--all', SENDS, 'Use one of the two.'],
    [generate !== undefined, '--generate', SENDS, 'Use one of the two.'],
    [invalid === true, '--invalid', SENDS, 'It goes with --generate.'],
    [
      shuffle === true,
      '--shuffle',
      'says by itself in which order it is sent',
      'Order the steps of the file.',
    ],
    [seed !== undefined, '--seed', SENDS, 'It goes with --generate and --shuffle.'],
    [historyFlag !== undefined, historyFlag ?? '', SENDS, 'Use one of the two.'],
    [
      print !== undefined,
      print === 'request' ? '--dry-run' : `--${print}`,
      'sends step by step and looks at each answer',
      'To print requests, name events, fixtures or files in place of a scenario.',
    ],
    [set !== undefined, '--set', CHANGES, MOVE_CHANGE],
    [unset !== undefined, '--unset', CHANGES, MOVE_CHANGE],
    [merge !== undefined, '--merge', CHANGES, MOVE_CHANGE],
    [edit === true, '--edit', CHANGES, MOVE_CHANGE],
    ...IDENTITY_FLAGS.map(
      ([name, flag]) =>
        [options[name] !== undefined, flag, IDENTITIES, 'Leave it out: each run has new ones.'] as const,
    ),
    [
      allowInvalid === true,
      '--allow-invalid',
      'says by itself what may be invalid',
      'Put allow_invalid: true into the step that is.',
    ],
    [
      expect !== undefined,
      '--expect',
      'says for each step which status is expected',
      'Put expect into the steps for which it is not 2xx.',
    ],
    [
      duplicate !== undefined,
      '--duplicate',
      'says for each step how often it is sent',
      'Put duplicate into the steps that are to come twice.',
    ],
    [
      findPace(options) !== undefined,
      `one of ${BULK_FLAGS}`,
      'sends step by step, in its order',
      'To send in bulk, name events, fixtures or files in place of a scenario.',
    ],
  ];
  return rivals.flatMap(([isGiven, ...rival]) => (isGiven ? [rival] : []));
}

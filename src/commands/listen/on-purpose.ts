import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '../../core/error.ts';
import { createDice } from '../../io/dice.ts';
import type { Context } from '../command.ts';
import { milliseconds, wholeNumber } from '../flags.ts';

/** How to misbehave on purpose, so that a sender's retries can be seen. */
export interface OnPurposeOptions {
  readonly respond?: readonly number[];
  readonly delay?: number;
  readonly failRate?: number;
  readonly seed?: number;
  readonly drop?: boolean;
}

/** What one delivery is answered on purpose: a status, or null for a connection that is closed without an answer. */
export type OnPurpose = { readonly status: number | null };

/** Decides for each delivery; undefined when it is to be answered as usual. */
export type Misbehave = (messageId: string | null) => OnPurpose | undefined;

const FAILURE = 500;
/** Svix makes eight attempts within a day and a half; nobody follows more messages than these. */
const MOST_MESSAGES = 10_000;

/** Adds `--respond`, `--delay`, `--fail-rate`, `--seed` and `--drop`. */
export function addOnPurposeFlags(command: Command): Command {
  return command
    .option(
      '--respond <statuses>',
      'answer the attempts of each message so, one after the other: 500,500,200',
      statuses,
    )
    .option('--delay <time>', 'wait before every answer: 2s, 500ms', milliseconds)
    .option('--fail-rate <share>', 'answer 500 to this share of the deliveries: 0.2', share)
    .option('--seed <number>', 'make --fail-rate choose the same ones every time', seed)
    .option('--drop', 'close the connection without an answer (with --fail-rate: in place of the 500)');
}

/** The decision that the flags ask for, or undefined when they ask for none. Throws AppError `usage` for flags that contradict each other. */
export function createMisbehave(options: OnPurposeOptions, { originOf }: Context): Misbehave | undefined {
  refuseContradictions(options, originOf('ack').source === 'flag');
  const { respond, failRate, drop } = options;
  const failure: OnPurpose = { status: drop === true ? null : FAILURE };
  if (respond !== undefined) return inTurn(respond);
  if (failRate === undefined) return drop === true ? () => failure : undefined;
  const throwDice = options.seed === undefined ? Math.random : createDice(options.seed);
  return () => (throwDice() < failRate ? failure : undefined);
}

/** Each message goes through the list on its own, and stays at its end. */
function inTurn(list: readonly number[]): Misbehave {
  const turns = new Map<string, number>();
  return (messageId) => {
    const key = messageId ?? '';
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    const [oldest] = turns.size > MOST_MESSAGES ? turns.keys() : [];
    if (oldest !== undefined) turns.delete(oldest);
    return { status: list[Math.min(turn, list.length - 1)] ?? FAILURE };
  };
}

function refuseContradictions(
  { respond, failRate, seed: chosen, drop }: OnPurposeOptions,
  hasAck: boolean,
): void {
  const rules: readonly (readonly [boolean, string, string])[] = [
    [
      respond !== undefined && failRate !== undefined,
      '--respond decides every answer, so --fail-rate has no effect.',
      'Use one of the two.',
    ],
    [
      respond !== undefined && drop === true,
      '--drop gives no answer, so --respond has no effect.',
      'Use one of the two.',
    ],
    [
      chosen !== undefined && failRate === undefined,
      '--seed has no effect without --fail-rate.',
      'Add --fail-rate, for example --fail-rate 0.2.',
    ],
    [
      hasAck && respond !== undefined,
      '--respond decides every answer, so --ack has no effect.',
      'Use one of the two.',
    ],
    [
      hasAck && drop === true && failRate === undefined,
      '--drop gives no answer, so --ack has no effect.',
      'Use one of the two.',
    ],
  ];
  const [, message, hint] = rules.find(([holds]) => holds) ?? [];
  if (message !== undefined) throw new AppError('usage', message, hint);
}

function statuses(text: string): readonly number[] {
  const list = text.split(',').map((each) => each.trim());
  if (!list.every((each) => /^[2-5]\d\d$/.test(each)))
    throw new InvalidArgumentError('It must be statuses from 200 to 599, separated by commas: 500,500,200.');
  return list.map(Number);
}

function share(text: string): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('It must be a number from 0 to 1.');
  return value;
}

function seed(text: string): number {
  return wholeNumber(text, { least: 0, most: 2_147_483_647 });
}

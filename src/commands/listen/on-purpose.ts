import { InvalidArgumentError } from 'commander';
import { AppError } from '../../core/error.ts';
import { createDice } from '../../io/dice.ts';
import type { Context } from '../command.ts';
import { flags, type OptionsOf } from '../declare.ts';
import { integer, milliseconds } from '../flags.ts';

/** How to misbehave on purpose, so that a sender's retries can be seen. */
export const onPurposeFlags = flags({
  respond: {
    flag: '--respond <statuses>',
    about: 'answer the attempts of each message so, one after the other: 500,500,200',
    parse: statuses,
    conflicts: ['failRate', 'drop', 'ack'],
  },
  delay: { flag: '--delay <time>', about: 'wait before every answer: 2s, 500ms', parse: milliseconds },
  failRate: {
    flag: '--fail-rate <share>',
    about: 'answer 500 to this share of the deliveries: 0.2',
    parse: share,
  },
  seed: {
    flag: '--seed <number>',
    about: 'make --fail-rate choose the same ones every time',
    parse: integer(0, 2_147_483_647),
    needs: ['failRate'],
  },
  drop: {
    flag: '--drop',
    about: 'close the connection without an answer (with --fail-rate: in place of the 500)',
  },
});

export type OnPurposeOptions = OptionsOf<typeof onPurposeFlags>;

/** What one delivery is answered on purpose: a status, or null for a connection that is closed without an answer. */
export type OnPurpose = { readonly status: number | null };

/** Decides for each delivery; undefined when it is to be answered as usual. */
export type Misbehave = (messageId: string | null) => OnPurpose | undefined;

const FAILURE = 500;
/** Svix makes eight attempts within a day and a half; nobody follows more messages than these. */
const MOST_MESSAGES = 10_000;

/** The decision that the flags ask for, or undefined when they ask for none. Throws AppError `usage` for flags that contradict each other. */
export function createMisbehave(options: OnPurposeOptions, { originOf }: Context): Misbehave | undefined {
  const { respond, failRate, drop } = options;
  if (originOf('ack').source === 'flag' && drop === true && failRate === undefined)
    throw new AppError('usage', '--drop cannot be combined with --ack.', 'Remove one, or add --fail-rate.');
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

import { createHash } from 'node:crypto';
import { BASE62, type IdForm } from '../../events/id-form.ts';

/** Gives numbers from 0 up to but not including 1. */
export type Dice = () => number;

/** Makes dice from a whole number of 32 bits, always the same ones. Passed in, as all randomness is. */
export type CreateDice = (seed: number) => Dice;

const HEX = '0123456789abcdef';

/**
 * The dice for one payload: they depend on the words and on nothing else, so that payload 700 is the same whether or not
 * the 699 before it were made. Never throws.
 */
export function createDiceFor(words: readonly (string | number)[], createDice: CreateDice): Dice {
  const digest = createHash('sha256').update(words.join('\n')).digest();
  // One seed has 32 bits: of 100,000 payloads two would be likely to have the same ids.
  const [one, other] = [createDice(digest.readInt32BE(0)), createDice(digest.readInt32BE(4))];
  return () => (one() + other()) % 1;
}

/** A whole number from 0 up to but not including `limit`. Never throws. */
export function drawBelow(dice: Dice, limit: number): number {
  return Math.floor(dice() * limit);
}

/** Any of the values. Throws RangeError, a bug, when there are none. */
export function drawOne<Value>(dice: Dice, values: readonly Value[]): Value {
  return takeTurn(drawBelow(dice, values.length), values);
}

/** The value whose turn it is, from the first again after the last. Throws RangeError, a bug, when there are none. */
export function takeTurn<Value>(turn: number, values: readonly Value[]): Value {
  if (values.length === 0) throw new RangeError('There is nothing to draw from.');
  return values[turn % values.length] as Value;
}

/** An id of a form. Never throws. */
export function drawId(dice: Dice, { prefix, length }: IdForm): string {
  return prefix + drawText(dice, BASE62, length);
}

/** Text of so many hexadecimal digits. Never throws. */
export function drawHex(dice: Dice, length: number): string {
  return drawText(dice, HEX, length);
}

function drawText(dice: Dice, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[drawBelow(dice, alphabet.length)]).join('');
}

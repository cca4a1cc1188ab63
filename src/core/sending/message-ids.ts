import { BASE62 } from '../events/id-form.ts';

const START_LENGTH = 20;
const BLOCKS_LENGTH = 5;
/** All pairs of digits: so many ids in a row differ in no more. */
const PAIRS = Array.from(BASE62, (high) => Array.from(BASE62, (low) => high + low)).flat();

/**
 * Message ids of a run by the number of the message, in the form that Svix uses: `msg_` and 27 base62 characters. Each is
 * made from its number alone, so that none has to be kept to be known again at the next attempt. Never throws.
 * @param random Bytes that no other run has, at least 20.
 */
export function createMessageIds(random: Uint8Array): (index: number) => string {
  const start = `msg_${Array.from(random.subarray(0, START_LENGTH), (byte) => BASE62[byte % 62]).join('')}`;
  let last = { block: 0, text: start + toBase62(0) };
  return (index) => {
    const block = Math.floor(index / PAIRS.length);
    if (block !== last.block) last = { block, text: start + toBase62(block) };
    return last.text + PAIRS[index % PAIRS.length];
  };
}

function toBase62(number: number): string {
  let digits = '';
  for (let rest = number; digits.length < BLOCKS_LENGTH; rest = Math.floor(rest / 62))
    digits = (BASE62[rest % 62] ?? '0') + digits;
  return digits;
}

import { BASE62 } from '../events/id-form.ts';
import type { Payload } from './payload.ts';

/**
 * Which ids messages have. `kept`: captures keep theirs the first time round, and all else has a new one; `new`: all have new
 * ones; `given`: this one; `original`: that of the capture, always; `none`: they have none.
 */
export type IdChoice =
  | { readonly kind: 'kept' | 'new' | 'original' | 'none' }
  | { readonly kind: 'given'; readonly id: string };

/**
 * The ids of messages by their numbers from 0, for payloads that are sent in turn, over and over. Captures of one message, as of
 * an attempt and its retry, have one id, also when it is a new one. Never throws.
 * @param newId A new id for a number, always the same one.
 */
export function createIdChooser(
  payloads: readonly Payload[],
  choice: IdChoice,
  newId: (index: number) => string,
): (index: number) => string | null {
  const count = payloads.length;
  const firsts = findFirsts(payloads);
  const toNew = (index: number) => {
    const place = index % count;
    return newId(index - place + (firsts[place] ?? place));
  };
  switch (choice.kind) {
    case 'none':
      return () => null;
    case 'given':
      return () => choice.id;
    case 'new':
      return toNew;
    case 'original':
      return (index) => payloads[index % count]?.messageId ?? null;
    case 'kept':
      return (index) => payloads[index]?.messageId ?? toNew(index);
  }
}

/** For each payload the place of the first one of the same message. */
function findFirsts(payloads: readonly Payload[]): readonly number[] {
  const places = new Map<string, number>();
  return payloads.map(({ messageId }, index) => {
    if (messageId === undefined) return index;
    const first = places.get(messageId) ?? index;
    places.set(messageId, first);
    return first;
  });
}

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

import { randomBytes, randomInt } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import { BASE62 } from '../core/events/id-form.ts';
import { generateSecretText } from '../core/signature/secret.ts';

/** Makes capture ids: ULIDs that sort by time, also within one millisecond. */
export function createCaptureIds(): () => string {
  return monotonicFactory(createFractions());
}

const POOL_BYTES = 4_096;

/** Random numbers from 0 to less than 1 in steps of 1/256. Drawn in advance: asking the system for each takes longer than all else of an id. */
function createFractions(): () => number {
  let pool = new Uint8Array(0);
  let next = 0;
  return () => {
    if (next === pool.length) {
      pool = randomBytes(POOL_BYTES);
      next = 0;
    }
    const byte = pool[next] ?? 0;
    next += 1;
    return byte / 256;
  };
}

/** A new message id in the form that Svix uses: `msg_` and 27 base62 characters. Source: deliveries of Svix, 2026. */
export function newMessageId(): string {
  return `msg_${newBase62(27)}`;
}

/** So many base62 characters, as ids end in. */
export function newBase62(length: number): string {
  return Array.from({ length }, () => BASE62[randomInt(BASE62.length)]).join('');
}

/** A whole number from 0 up to but not including a limit. */
export function drawBelow(limit: number): number {
  return randomInt(limit);
}

/** Bytes that no other run has. */
export function newRunBytes(): Uint8Array {
  return randomBytes(20);
}

/** The largest seed of the dice. */
export const MOST_SEED = 2_147_483_647;

/** A seed for the dice, from 0 to 2,147,483,647. */
export function newSeed(): number {
  return randomInt(MOST_SEED + 1);
}

/** A new private key as a secret: `whsk_` and the seed. */
export function newPrivateKeyText(): string {
  return `whsk_${randomBytes(32).toString('base64')}`;
}

/** A new signing secret of 24 random bytes, as Svix makes them. */
export function newSecretText(): string {
  return generateSecretText(randomBytes(24));
}

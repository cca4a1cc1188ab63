/** A reproducible source of choices, so that a case is known by one number. */
export interface Dice {
  /** A whole number from 0 up to, and not including, `below`. */
  readonly roll: (below: number) => number;
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
  readonly bytes: (length: number) => Buffer;
}

/** Dice that give the same choices for the same seed (mulberry32). */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  const roll = (below: number) => Math.floor(next() * below);
  return {
    roll,
    pick: (items) => items[roll(items.length)] ?? items[0],
    bytes: (length) => Buffer.from(Array.from({ length }, () => roll(256))),
  };
}

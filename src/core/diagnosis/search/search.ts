import { Buffer } from 'node:buffer';
import { createHash, createHmac, verify } from 'node:crypto';
import type { Change } from '../change.ts';
import type { Diagnosis } from '../diagnosis.ts';
import type { Algorithm } from '../headers/contents.ts';
import type { Readings } from '../headers/readings.ts';
import type { TriedStart } from '../headers/starts.ts';
import type { Meter } from './budget.ts';
import { createCoverage } from './coverage.ts';
import { findHypotheses, type Hypothesis } from './hypotheses.ts';
import type { Scene } from './scene.ts';

/** What a search came to. */
export interface SearchResult {
  /** What had to be undone; undefined when nothing matched. Empty when it matches as received. */
  readonly changes: readonly Change[] | undefined;
  /** The single faults that were undone in vain, with the bounds of each probe. */
  readonly ruledOut: Diagnosis['ruledOut'];
  readonly stoppedBy: 'found' | 'exhausted' | 'hash_budget';
}

/** Makes signatures for one guess after the other, until one of them is among those received; yields after a turn's work. Never throws. */
export function* search(scene: Scene, meter: Meter): Generator<void, SearchResult> {
  const matches = createMatcher(scene.readings);
  const canMatch = createFilter(scene.readings);
  const coverage = createCoverage();
  for (const hypothesis of findHypotheses(scene, meter)) {
    if (meter.isTurnOver()) yield;
    const { changes, key, body } = hypothesis;
    const alone = changes.length === 1 ? changes[0] : undefined;
    const isPossible = canMatch(hypothesis);
    if (isPossible ? !meter.spend(key.scheme, body.length) : meter.isSpent()) {
      if (alone !== undefined) coverage.cut(alone);
      return { changes: undefined, ruledOut: coverage.list(), stoppedBy: 'hash_budget' };
    }
    if (!isPossible) continue;
    const reading = matches(hypothesis);
    if (reading !== undefined) {
      if (alone !== undefined) coverage.cut(alone);
      const found = new Set([...scene.base, ...changes, ...reading]);
      return { changes: [...found], ruledOut: coverage.list(), stoppedBy: 'found' };
    }
    if (alone !== undefined) coverage.add(alone);
  }
  return { changes: undefined, ruledOut: coverage.list(), stoppedBy: 'exhausted' };
}

/** The result of work in turns, without a pause between them. Never throws by itself. */
export function finish<T>(turns: Generator<void, T>): T {
  for (;;) {
    const turn = turns.next();
    if (turn.done) return turn.value;
  }
}

/** Which guesses have a signature as long as one of those received. */
function createFilter({ whole, beginnings }: Readings): (hypothesis: Hypothesis) => boolean {
  const lengths = new Set(whole.map(({ bytes }) => bytes.length));
  return ({ key, start: { algorithm } }) => {
    if (algorithm !== undefined) return lengths.has(LENGTH_BYTES[algorithm.hash]);
    return beginnings.length > 0 || lengths.has(SCHEME_LENGTH_BYTES[key.scheme]);
  };
}

const SCHEME_LENGTH_BYTES = { v1: 32, v1a: 64 } as const;

const LENGTH_BYTES: Readonly<Record<Algorithm['hash'], number>> = {
  sha1: 20,
  sha256: 32,
  'sha512-256': 32,
  'sha3-256': 32,
  sha384: 48,
  sha512: 64,
};

/** Finds what had to be undone in the signature header for a guess to match; undefined when it does not. */
function createMatcher({
  whole,
  beginnings,
}: Readings): (guess: Hypothesis) => readonly Change[] | undefined {
  const byBase64 = new Map(whole.map(({ bytes, changes }) => [bytes.toString('base64'), changes]));
  const pairs = whole.filter(({ bytes }) => bytes.length === 64);
  return (guess) => {
    const { key, start, body } = guess;
    if (key.scheme === 'v1') {
      const digest = toDigest(guess);
      return byBase64.get(digest) ?? beginnings.find(({ base64 }) => digest.startsWith(base64))?.changes;
    }
    if (pairs.length === 0 || start.algorithm !== undefined) return undefined;
    const content = Buffer.concat(toContent(start, body));
    return pairs.find(({ bytes }) => verify(null, content, key.key, bytes))?.changes;
  };
}

function toContent({ start, end = '', withoutBody }: TriedStart, body: Uint8Array): readonly Uint8Array[] {
  return [Buffer.from(start, 'latin1'), withoutBody ? Buffer.alloc(0) : body, Buffer.from(end, 'latin1')];
}

function toDigest({ key, start, body }: Hypothesis): string {
  const { hash = 'sha256', way } = start.algorithm ?? {};
  const content = toContent(start, body);
  const secret = () => key.key.export() as Buffer;
  if (way === 'exchanged') {
    return createHmac(hash, Buffer.concat(content)).update(secret()).digest('base64');
  }
  const digest = way === undefined ? createHmac(hash, key.key) : createHash(hash);
  if (way === 'key_first') digest.update(secret());
  for (const part of content) digest.update(part);
  if (way === 'key_last') digest.update(secret());
  return digest.digest('base64');
}

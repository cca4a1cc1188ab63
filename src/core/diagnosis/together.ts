import { toDuration } from '../duration.ts';
import { type Diagnosis, type Suspicion, suspect } from './diagnosis.ts';

/** One delivery that was not accepted, as far as several together can tell more. */
export interface Observation {
  readonly messageId: string | null;
  /** How old the delivery was when it came; negative means from the future. Undefined when it does not say. */
  readonly ageSeconds: number | undefined;
  /** When it came, in Unix seconds. */
  readonly nowSeconds: number;
  readonly diagnosis: Diagnosis;
}

/** What several deliveries tell together. */
export interface Together {
  /** Present when a clock is wrong. The offset is how far the sender is behind this machine; negative means ahead. */
  readonly clockSkew?: { readonly offsetSeconds: number; readonly suspicion: Suspicion };
  /** The faults that every one of them has, to be said once. Empty for a single delivery. */
  readonly shared: readonly Suspicion[];
}

const MOST_KEPT = 50;
const FEWEST_FOR_SKEW = 3;
/** Deliveries take this long, more or less, to arrive. */
const SPREAD_SECONDS = 5;
/** Over so long a time, requests recorded together and sent again later show that they do not move with the clock. */
const FEWEST_SECONDS = 15;

/** The observations with one more; only the last 50 are kept. Never throws. */
export function withObservation(past: readonly Observation[], next: Observation): readonly Observation[] {
  return [...past, next].slice(-MOST_KEPT);
}

/** What the deliveries that failed tell together, for a stream after each one. Never throws. */
export function diagnoseTogether(observations: readonly Observation[]): Together {
  const offsetSeconds = findOffset(observations);
  const shared = findShared(observations);
  if (offsetSeconds === undefined) return { shared };
  return { shared, clockSkew: { offsetSeconds, suspicion: toSkew(offsetSeconds) } };
}

function findOffset(observations: readonly Observation[]): number | undefined {
  const fresh = new Map<string, Observation>();
  for (const each of observations) {
    if (each.messageId !== null && isOnlyLate(each) && !fresh.has(each.messageId))
      fresh.set(each.messageId, each);
  }
  const ages = [...fresh.values()]
    .flatMap(({ ageSeconds }) => ageSeconds ?? [])
    .toSorted((one, other) => one - other);
  const times = [...fresh.values()].map(({ nowSeconds }) => nowSeconds);
  if (ages.length < FEWEST_FOR_SKEW) return undefined;
  const isSteady = (ages.at(-1) ?? 0) - (ages[0] ?? 0) <= SPREAD_SECONDS;
  const isLong = Math.max(...times) - Math.min(...times) >= FEWEST_SECONDS;
  // The least delayed of them is nearest to the clock.
  return isSteady && isLong ? ages[0] : undefined;
}

/** The signature is right and nothing but the time is wrong. */
function isOnlyLate({ diagnosis }: Observation): boolean {
  const proved = diagnosis.suspicions.filter(({ certainty }) => certainty === 'proved');
  return proved.length === 1 && /^timestamp_too_(?:old|new)$/.test(proved[0]?.code ?? '');
}

function toSkew(offsetSeconds: number): Suspicion {
  const size = toDuration(Math.abs(offsetSeconds));
  const side = offsetSeconds > 0 ? 'ahead of' : 'behind';
  const evidence = `Several new deliveries are off by the same time: the clock of this machine is ${size} ${side} that of the sender.`;
  return suspect('clock_skew', 'proved', evidence);
}

function findShared(observations: readonly Observation[]): readonly Suspicion[] {
  const [first, ...more] = observations.filter(({ diagnosis }) => diagnosis.suspicions.length > 0);
  if (first === undefined || more.length === 0) return [];
  return first.diagnosis.suspicions.filter((suspicion) =>
    more.every(({ diagnosis }) => diagnosis.suspicions.some((other) => isSame(suspicion, other))),
  );
}

function isSame(one: Suspicion, other: Suspicion): boolean {
  return one.code === other.code && one.keyName === other.keyName && one.certainty === other.certainty;
}

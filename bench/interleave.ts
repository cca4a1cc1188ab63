import { median, quantile } from './statistics.ts';

/** Something that takes time. */
export interface Subject {
  readonly name: string;
  /** Does it once and gives the milliseconds that count, which may be fewer than all it took. */
  readonly sample: () => Promise<number>;
}

/** What came of one subject. The ratios are to the first subject, round by round: the samples compared are neighbours in time. */
export interface Measurement {
  readonly name: string;
  readonly medianMs: number;
  readonly ratio: { readonly lower: number; readonly median: number; readonly upper: number };
}

const WARM_UPS = 2;

/**
 * Samples every subject once a round, in a new random order each time, so that what else the machine does falls on all
 * of them alike. The first is the yardstick. Lower and upper are the quartiles.
 */
export async function measureInterleaved(
  subjects: readonly Subject[],
  rounds: number,
): Promise<readonly Measurement[]> {
  const samples = new Map<Subject, number[]>(subjects.map((subject) => [subject, []]));
  for (let round = -WARM_UPS; round < rounds; round += 1) {
    for (const subject of shuffle(subjects)) {
      const elapsedMs = await subject.sample();
      if (round >= 0) samples.get(subject)?.push(elapsedMs);
    }
  }
  const yardstick = subjects[0] === undefined ? [] : (samples.get(subjects[0]) ?? []);
  return subjects.map((subject) => toMeasurement(subject.name, samples.get(subject) ?? [], yardstick));
}

function toMeasurement(name: string, samples: readonly number[], yardstick: readonly number[]): Measurement {
  const ratios = samples.map((sample, round) => sample / (yardstick[round] ?? Number.NaN));
  const ratio = { lower: quantile(ratios, 0.25), median: median(ratios), upper: quantile(ratios, 0.75) };
  return { name, medianMs: median(samples), ratio };
}

function shuffle<Item>(items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => ({ item, rank: Math.random() }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}

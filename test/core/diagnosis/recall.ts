import { FAMILIES, grade, simulate } from './faults.ts';

/** How often a family is named, of the cases simulated. */
export interface Recall {
  readonly family: string;
  readonly codes: readonly string[];
  readonly certainty: 'proved' | 'likely' | 'nothing';
  readonly cases: number;
  readonly named: number;
  /** Named by another code that is as right, and why. */
  readonly equivalent: number;
  readonly equivalents: readonly string[];
}

/** Cases of each family on the reference page, with fixed seeds. */
export const CASES = 20;

/** Simulates every family with fixed seeds: the same table every time. `cases`: fewer of each family than the page tells of. */
export function measureRecall(cases = CASES): readonly Recall[] {
  return FAMILIES.map((family, index) => {
    const grades = Array.from({ length: cases }, (_, turn) =>
      grade(simulate(family, index * 1_009 + turn * 7_919)),
    );
    return {
      family: family.name,
      codes: family.codes,
      certainty: family.certainty,
      cases,
      named: grades.filter((each) => each === 'named').length,
      equivalent: grades.filter((each) => each === 'equivalent').length,
      equivalents: Object.entries(family.equivalents ?? {}).map(([code, why]) => `\`${code}\`: ${why}`),
    };
  });
}

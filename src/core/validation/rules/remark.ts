import type { Finding } from './finding.ts';
import type { Levels } from './rules.ts';

/** A finding before it is known how much it weighs. */
export type Remark = Omit<Finding, 'severity'>;

/** The remarks as findings, each as severe as its rule; those of rules that are off are left out. Never throws. */
export function toFindings(remarks: readonly Remark[], levels: Levels): readonly Finding[] {
  const findings: Finding[] = [];
  for (const remark of remarks) {
    const level = levels[remark.code];
    if (level !== 'off') findings.push({ ...remark, severity: level });
  }
  return findings;
}

import type { PathStep, Place } from '../../json/places.ts';
import type { Severity } from './rule.ts';
import type { FindingCode, Levels } from './rules.ts';

/** What a finding says, without where. Two with the same text are shown as one. */
export interface FindingText {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** One sentence or two, complete in itself, with outside values masked. */
  readonly message: string;
  /** From the payload to the value, as received. For display, `showPath` masks it. */
  readonly path: readonly PathStep[];
  /** The `event_kind`, masked; null where there is none. */
  readonly event: string | null;
  readonly expected?: string;
  readonly actual?: string;
  /** Where the message is shown unmasked: the same with its mask, of which fingerprints and baselines are made. */
  readonly maskedMessage?: string;
}

/** One thing to say about a file, with its place. */
export interface Finding extends FindingText, Place {}

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

import { AppError } from '../../error.ts';
import { toSteadyName } from '../run/fingerprint.ts';
import type { FiledFinding } from '../run/run.ts';

/** One finding that is accepted, and how often. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly code: string;
  readonly file: string;
  readonly message: string;
  readonly count: number;
}

/** The findings that a project lives with: only others fail. */
export interface Baseline {
  readonly version: 1;
  /** Sorted by file, code, message and fingerprint. */
  readonly findings: readonly BaselineEntry[];
}

/** A finding as a baseline knows it; its message names no line. */
export type Acceptable = Pick<FiledFinding, 'fingerprint' | 'code' | 'file' | 'message'>;

/** Decides what is accepted, in the order of the input. */
export interface Acceptance {
  /** How many of so many findings of one fingerprint are accepted: the first ones. */
  readonly accept: (finding: Acceptable, count: number) => number;
}

/** What cannot be read was not checked, and is never accepted. */
const NEVER_ACCEPTED = 'file_unreadable';
/** A file with more entries is no list that anybody goes through. */
const MOST_ENTRIES = 100_000;

/** Accepts as many findings of each fingerprint as the baseline has. */
export function createAcceptance(baseline: Baseline) {
  const left = new Map(baseline.findings.map(({ fingerprint, count }) => [fingerprint, count]));
  return {
    /** Never throws. */
    accept({ fingerprint, code }: Acceptable, count: number): number {
      const allowed = code === NEVER_ACCEPTED ? 0 : (left.get(fingerprint) ?? 0);
      const accepted = Math.min(allowed, count);
      if (accepted > 0) left.set(fingerprint, allowed - accepted);
      return accepted;
    },
    /**
     * How many findings of the baseline did not occur in these files: of others, such as those that a pre-commit hook
     * leaves out, nothing is known. Never throws.
     */
    countGone(files: readonly string[]): number {
      const checked = new Set(files.map(toSteadyName));
      return baseline.findings
        .filter(({ file }) => checked.has(file))
        .reduce((sum, { fingerprint }) => sum + (left.get(fingerprint) ?? 0), 0);
    },
  };
}

/** Accepts everything that a baseline can have, and makes that baseline. */
export function createBaselineMaker() {
  const entries = new Map<string, BaselineEntry>();
  return {
    /** Throws AppError `usage` at more different findings than a baseline may have. */
    accept({ fingerprint, code, file, message }: Acceptable, count: number): number {
      if (code === NEVER_ACCEPTED) return 0;
      const before = entries.get(fingerprint)?.count ?? 0;
      entries.set(fingerprint, {
        fingerprint,
        code,
        file: toSteadyName(file),
        message,
        count: before + count,
      });
      if (entries.size > MOST_ENTRIES) throw tooMany();
      return count;
    },
    /** With these besides. Never throws. */
    toBaseline: (kept: readonly BaselineEntry[] = []): Baseline => ({
      version: 1,
      findings: [...kept, ...entries.values()].sort(compare),
    }),
  };
}

function tooMany(): AppError {
  return new AppError(
    'usage',
    `There are more than ${MOST_ENTRIES} different findings, which is too many for a baseline.`,
    'Switch rules off that do not matter to you, for example --rule unknown_field=off.',
  );
}

/** By code units, so that it is the same order on every machine. */
function compare(one: BaselineEntry, other: BaselineEntry): number {
  for (const key of ['file', 'code', 'message', 'fingerprint'] as const)
    if (one[key] !== other[key]) return one[key] < other[key] ? -1 : 1;
  return 0;
}

/** What an update of a baseline changes: findings that were not in it, and some that no longer occur. Never throws. */
export function compareBaselines(before: Baseline, after: Baseline): { added: number; removed: number } {
  const counts = new Map(before.findings.map(({ fingerprint, count }) => [fingerprint, -count]));
  for (const { fingerprint, count } of after.findings)
    counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + count);
  const changes = [...counts.values()];
  const sum = (sign: number) => changes.reduce((total, change) => total + Math.max(0, sign * change), 0);
  return { added: sum(1), removed: sum(-1) };
}

/** A baseline as text: a finding has its own lines, so that a change of one is a change of those. Never throws. */
export function encodeBaseline(baseline: Baseline): string {
  return `${JSON.stringify(baseline, null, 2)}\n`;
}

import { toCoverage } from '../../core/validation/coverage/coverage.ts';
import type { Requirement } from '../../core/validation/coverage/requirement.ts';
import { toDocsLink } from '../../core/validation/rules/rules.ts';
import { findFailure, type Limits } from '../../core/validation/run/outcome.ts';
import type { FiledFinding, FindingGroup, ValidationRun } from '../../core/validation/run/run.ts';
import type { OutputRecord, RecordOf } from '../records.ts';

type Summary = Extract<RecordOf<'summary'>, { command: 'validate' }>;

/** What was asked of a run. */
export interface Asked {
  readonly limits: Limits;
  readonly required?: Requirement;
  /** Whether the table of coverage is wanted; it is with `required` as well. */
  readonly coverage?: boolean;
}

/** A finding of its own, as `--json` has it. Never throws. */
export function toFindingRecord(finding: FiledFinding): RecordOf<'finding'> {
  const { input: _, path, ...rest } = finding;
  return { type: 'finding', ...rest, path: [...path], docs: toDocsLink(finding.code) };
}

/**
 * Findings for people: the same text once, with its count and first places. Only the first of each rule says where the
 * rule is explained. Never throws.
 */
export function toGroupRecords(groups: readonly FindingGroup[]): readonly RecordOf<'finding'>[] {
  const told = new Set<string>();
  return groups.map((group) => {
    const isNew = !told.has(group.code);
    told.add(group.code);
    return toGroupRecord(group, isNew);
  });
}

function toGroupRecord({ count, places, path, ...text }: FindingGroup, isNew: boolean): RecordOf<'finding'> {
  const [first = { file: '', line: 1, column: 1 }] = places;
  return {
    type: 'finding',
    ...text,
    ...first,
    path: [...path],
    ...(count > 1 && { count, places: [...places] }),
    ...(isNew && { docs: toDocsLink(text.code) }),
  };
}

/**
 * What comes behind the findings: the coverage, where it was asked for, and the summary. Never throws.
 * @param hidden How many findings are not listed: `countHidden` where the groups are, none where each was told.
 */
export function toClosingRecords(run: ValidationRun, asked: Asked, hidden: number): readonly OutputRecord[] {
  const summary = toSummaryRecord(run, asked.limits, hidden);
  if (!wantsCoverage(asked)) return [summary];
  const coverage = toCoverageRecord(run, asked.required);
  return [coverage, { ...summary, coverage: countCovered(coverage) }];
}

function countCovered({ events }: RecordOf<'coverage'>): NonNullable<Summary['coverage']> {
  const came = ({ count }: { readonly count: number }) => count > 0;
  const values = events.flatMap(({ fields }) => fields.flatMap((field) => field.values));
  return { events: events.filter(came).length, values: values.filter(came).length };
}

/** Whether the table of coverage is wanted: it was asked for, or something is required. Never throws. */
export function wantsCoverage({ coverage, required }: Asked): boolean {
  return coverage === true || required !== undefined;
}

/** The table of coverage. Never throws. */
export function toCoverageRecord({ seen }: ValidationRun, required?: Requirement): RecordOf<'coverage'> {
  const events = toCoverage(seen, required).map(({ event, count, isRequired, fields }) => ({
    event,
    count,
    required: isRequired,
    fields: fields.map(({ place, values }) => ({ place, values: [...values] })),
  }));
  return { type: 'coverage', events };
}

function toSummaryRecord(run: ValidationRun, limits: Limits, hidden: number): Summary {
  const { files, payloads, errors, warnings, accepted } = run;
  const failedBy = findFailure(run, limits);
  return {
    type: 'summary',
    command: 'validate',
    files: files.length,
    payloads,
    errors,
    warnings,
    ...(accepted > 0 && { accepted }),
    ...(hidden > 0 && { hidden }),
    ...(failedBy !== undefined && { failedBy }),
    ...(limits.maxWarnings !== undefined && { maxWarnings: limits.maxWarnings }),
  };
}

/** How many findings are in no group, because there are more than 10,000 different ones. Never throws. */
export function countHidden({ errors, warnings, groups }: ValidationRun): number {
  return errors + warnings - groups.reduce((sum, { count }) => sum + count, 0);
}

import { type Levels, toDocsLink } from '../../core/validation/rules/rules.ts';
import { findFailure, judgeRun } from '../../core/validation/run/outcome.ts';
import type { FiledFinding, FindingGroup, ValidationRun } from '../../core/validation/run/run.ts';
import type { ShardFindings } from '../../core/validation/shards/shard.ts';
import { createNdjsonRenderer, toSafeJson } from '../ndjson.ts';
import type { DriftReport } from './drift-schema.ts';
import type { ValidationReport } from './report-schema.ts';
import {
  type Asked,
  countHidden,
  toClosingRecords,
  toCoverageRecord,
  toFindingRecord,
} from './to-records.ts';

/** What a report says of the run besides what was found. */
export interface ReportContext extends Asked {
  /** Of the tool. */
  readonly version: string;
  readonly levels: Levels;
  /** With `--shard`: what merging needs. */
  readonly shard?: ShardFindings;
}

/** The document of `--report json`, with all that is known of the run: indented, and ended by a newline. Never throws. */
export function toJsonReport(run: ValidationRun, context: ReportContext): string {
  const { shard } = context;
  const report: ValidationReport = toReport(run, context);
  if (shard === undefined) return `${toSafeJson(report, 2)}\n`;
  // Millions of places would each take a line.
  const whole = toSafeJson(report, 2).replace(/\n}$/, '');
  return `${whole},\n  "shard": ${toSafeJson(shard)}\n}\n`;
}

function toReport(
  run: ValidationRun,
  { version, levels, limits, required }: ReportContext,
): ValidationReport {
  const { files, payloads, errors, warnings, accepted, omitted } = run;
  const failedBy = findFailure(run, limits);
  return {
    version: 1,
    tool: { name: 'fp-webhooks', version },
    outcome: judgeRun(run, limits),
    ...(failedBy !== undefined && { failedBy }),
    rules: levels,
    files: [...files],
    totals: {
      files: files.length,
      payloads,
      errors,
      warnings,
      accepted,
      omitted,
      hidden: countHidden(run),
    },
    findings: run.findings.map(toFinding),
    groups: run.groups.map(toGroup),
    coverage: toCoverageRecord(run, required).events,
    drift: run.drift.map((item) => ({ ...item, examples: [...item.examples] })),
  };
}

function toFinding({ input: _, path, ...finding }: FiledFinding): ValidationReport['findings'][number] {
  return { ...finding, path: [...path], docs: toDocsLink(finding.code) };
}

function toGroup({ path, places, ...group }: FindingGroup): ValidationReport['groups'][number] {
  return { ...group, path: [...path], places: [...places], docs: toDocsLink(group.code) };
}

/** The document of `--report ndjson`: the records that `--json` prints, one a line. Never throws. */
export function toNdjsonReport(run: ValidationRun, asked: Asked): string {
  const render = createNdjsonRenderer();
  return [...run.findings.map(toFindingRecord), ...toClosingRecords(run, asked, run.omitted)]
    .flatMap((record) => render(record))
    .map(({ text }) => text)
    .join('');
}

/** The document of `--report drift`: what is not in the catalogue, in the order in which it was met. Never throws. */
export function toDriftReport({ files, payloads, drift }: ValidationRun, version: string): string {
  const report: DriftReport = {
    version: 1,
    tool: { name: 'fp-webhooks', version },
    files: files.length,
    payloads,
    drift: drift.map((item) => ({ ...item, examples: [...item.examples] })),
  };
  return `${toSafeJson(report, 2)}\n`;
}

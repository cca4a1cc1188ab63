import type { Levels } from '../../core/validation/rules/rules.ts';
import type { ValidationRun } from '../../core/validation/run/run.ts';
import type { ShardFindings } from '../../core/validation/shards/shard.ts';
import type { ReportAbout } from '../../report/validation/about.ts';
import type { Asked } from '../../report/validation/to-records.ts';

/** Every format of `--report`, in the order in which they are listed. */
export const REPORT_FORMATS = [
  'text',
  'json',
  'ndjson',
  'junit',
  'sarif',
  'github',
  'gitlab',
  'markdown',
  'tap',
  'drift',
] as const;

/** One of them. */
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** One report that was asked for. */
export interface ReportRequest {
  readonly format: ReportFormat;
  /** Absent for standard output. */
  readonly file?: string;
}

/** What every report is made from. */
export interface ReportContent {
  readonly run: ValidationRun;
  readonly levels: Levels;
  readonly asked: Asked;
  readonly about: ReportAbout;
  /** What merging needs of a shard. */
  readonly shard?: ShardFindings;
}

type Render = (content: ReportContent) => string;

/** Each is loaded only where it is asked for: a file of XML costs nothing to those who want none. */
const RENDERERS: Readonly<Record<ReportFormat, () => Promise<Render>>> = {
  text: async () => {
    const { toTextReport } = await import('../../report/validation/text.ts');
    return ({ run, asked }) => toTextReport(run, asked);
  },
  json: async () => {
    const { toJsonReport } = await import('../../report/validation/json.ts');
    return ({ run, levels, asked, about, shard }) =>
      toJsonReport(run, { ...asked, levels, version: about.version, ...(shard && { shard }) });
  },
  ndjson: async () => {
    const { toNdjsonReport } = await import('../../report/validation/json.ts');
    return ({ run, asked }) => toNdjsonReport(run, asked);
  },
  junit: async () => {
    const { renderValidationJunit } = await import('../../report/validation/junit.ts');
    return ({ run, about }) => renderValidationJunit(run, about);
  },
  sarif: async () => {
    const { renderSarif } = await import('../../report/validation/sarif.ts');
    return ({ run, about }) => renderSarif(run, about);
  },
  github: async () => {
    const { renderGithub } = await import('../../report/validation/github.ts');
    return ({ run, about }) => renderGithub(run, about);
  },
  gitlab: async () => {
    const { renderGitlab } = await import('../../report/validation/gitlab.ts');
    return ({ run, about }) => renderGitlab(run, about);
  },
  markdown: async () => (await import('./markdown-report.ts')).toMarkdownReport,
  tap: async () => {
    const { renderTap } = await import('../../report/validation/tap.ts');
    return ({ run, about }) => renderTap(run, about);
  },
  drift: async () => {
    const { toDriftReport } = await import('../../report/validation/json.ts');
    return ({ run, about }) => toDriftReport(run, about.version);
  },
};

/** A report as text. Never throws. */
export async function renderReport(format: ReportFormat, content: ReportContent): Promise<string> {
  return (await RENDERERS[format]())(content);
}

import type { ValidationRun } from '../../core/validation/run.ts';
import type { ReportAbout } from '../../report/validation/about.ts';
import type { CoverageRow } from '../../report/validation/markdown.ts';

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
  readonly about: ReportAbout;
  /** The events of the catalogue; empty where nobody asked how much of it is covered. */
  readonly coverage: readonly CoverageRow[];
}

type Render = (content: ReportContent) => string;

/** Each is loaded only where it is asked for: a file of XML costs nothing to those who want none. */
const RENDERERS: Readonly<Partial<Record<ReportFormat, () => Promise<Render>>>> = {
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
  markdown: async () => {
    const { renderMarkdown } = await import('../../report/validation/markdown.ts');
    return ({ run, about, coverage }) => renderMarkdown(run, about, { coverage });
  },
  tap: async () => {
    const { renderTap } = await import('../../report/validation/tap.ts');
    return ({ run, about }) => renderTap(run, about);
  },
};

/** A report as text. Never throws for a format that has a renderer. */
export async function renderReport(format: ReportFormat, content: ReportContent): Promise<string> {
  const load = RENDERERS[format];
  if (load === undefined) throw new Error(`The format ${format} has no renderer.`);
  return (await load())(content);
}

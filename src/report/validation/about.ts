import { type FindingCode, toDocsLink, toExplainCommand } from '../../core/validation/rules/rules.ts';
import type { RunVerdict } from '../../core/validation/run/outcome.ts';

/** What a report says besides the run itself. */
export interface ReportAbout {
  /** Of this tool. */
  readonly version: string;
  readonly verdict: RunVerdict;
  /** Whether warnings fail as errors do. */
  readonly strict?: boolean;
  /** Why it failed, in one sentence, where no error says so. */
  readonly failure?: string;
  /** Where the project is published, such as `https://github.com/OWNER/NAME`; absent where that is not known. */
  readonly repository?: string;
  /** Where the checked files can be looked at, such as `https://github.com/OWNER/NAME/blob/COMMIT`. */
  readonly sources?: string;
  /**
   * The path of an input from the root of what a CI system checked out, with `/` on every system; absolute where it lies
   * outside; undefined for what is no file, such as standard input. Never throws.
   */
  readonly pathOf: (file: string) => string | undefined;
}

/** Where a finding is explained: a URL, or a command where the repository of this package is not known. Never throws. */
export function toDocsAddress(code: FindingCode, { repository }: ReportAbout): string {
  return repository === undefined ? toExplainCommand(code) : `${repository}/blob/HEAD/${toDocsLink(code)}`;
}

/**
 * A path as a URI: relative, or `file:` where it is absolute. Never throws.
 * Source: RFC 3986 and RFC 8089, appendix E.2 for the letters of drives.
 */
export function toUri(path: string): string {
  const uri = path.toWellFormed().split('/').map(encodeURIComponent).join('/');
  if (path.startsWith('/')) return `file://${uri}`;
  return /^[A-Za-z]:\//.test(path) ? `file:///${path.slice(0, 2)}${uri.slice(uri.indexOf('/'))}` : uri;
}

/** Whether a path or URI leads out of what was checked out. Never throws. */
export function isAbsolutePath(path: string): boolean {
  return /^(?:\/|[A-Za-z]:\/)/.test(path);
}

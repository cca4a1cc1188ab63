import { basename, resolve } from 'node:path';
import { AppError } from '../../core/error.ts';
import { isConfigName } from '../../io/config-file.ts';
import type { BaselineOptions } from './baseline-flags.ts';
import type { ReportOptions } from './report-flags.ts';

/** What was named, and from where. */
interface Naming {
  /** As they were typed. */
  readonly inputs: readonly string[];
  readonly options: BaselineOptions & ReportOptions;
  readonly cwd: string;
}

/**
 * The files without those that only lie among them because this tool reads or writes them: its configuration, the baseline,
 * the reports of the run before. What is named by itself stays. Throws AppError `no_input` where nothing else is there.
 */
export function withoutOwn(files: readonly string[], naming: Naming): readonly string[] {
  const { inputs, cwd } = naming;
  const own = findOwn(naming);
  const isOwn = (file: string) => isConfigName(basename(file)) || own.has(resolve(cwd, file));
  const left = files.filter((file) => inputs.includes(file) || !isOwn(file));
  if (left.length > 0 || files.length === 0) return left;
  throw new AppError(
    'no_input',
    `Nothing to check was found beside ${files.join(', ')}, which fp-webhooks reads or writes itself.`,
    'Check the path: finding no file is never a success.',
  );
}

function findOwn({ options: { baseline, report = [] }, cwd }: Naming): ReadonlySet<string> {
  const named = [baseline, ...report.map(({ file }) => file)];
  return new Set(named.flatMap((file) => (file === undefined ? [] : [resolve(cwd, file)])));
}

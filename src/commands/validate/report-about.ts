import { isAbsolute, relative, resolve, sep } from 'node:path';
import { followLinks } from '../../io/follow-links.ts';
import { findRepository } from '../../io/package-info.ts';
import type { ReportAbout } from '../../report/validation/about.ts';
import type { Context } from '../command.ts';
import { isFileName } from './input-names.ts';

/**
 * What reports say of the run: paths are those that the CI system's own pages have, also where the tool is run in a folder of
 * the repository. Never throws.
 */
export function toReportAbout(
  { cwd, env, version, packageRoot }: Pick<Context, 'cwd' | 'env' | 'version' | 'packageRoot'>,
  ending: Pick<ReportAbout, 'verdict' | 'strict' | 'failure'>,
): ReportAbout {
  const root = findRoot(cwd, env);
  const repository = findRepository(packageRoot);
  const sources = findSources(env);
  return {
    version,
    ...ending,
    ...(repository !== undefined && { repository }),
    ...(sources !== undefined && { sources }),
    pathOf: (file) => (isFileName(file) ? toPath(resolve(cwd, file), root) : undefined),
  };
}

function toPath(full: string, root: string): string {
  return (isInside(full, root) ? relative(root, full) : full).replaceAll(sep, '/');
}

/**
 * The folder of the whole repository where a CI system tells it, else the working folder. Never throws.
 * Source: docs.github.com, "Variables reference", and docs.gitlab.com, "Predefined CI/CD variables", 2026.
 */
export function findRoot(cwd: string, env: Context['env']): string {
  const checkout = env['GITHUB_WORKSPACE'] ?? env['CI_PROJECT_DIR'];
  if (checkout === undefined || !isAbsolute(checkout)) return cwd;
  const root = followLinks(checkout);
  return isInside(cwd, root) ? root : cwd;
}

function isInside(full: string, root: string): boolean {
  const path = relative(root, full);
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** Source: as above. */
function findSources(env: Context['env']): string | undefined {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA, CI_PROJECT_URL, CI_COMMIT_SHA } = env;
  if (GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_SHA)
    return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}`;
  return CI_PROJECT_URL && CI_COMMIT_SHA ? `${CI_PROJECT_URL}/-/blob/${CI_COMMIT_SHA}` : undefined;
}

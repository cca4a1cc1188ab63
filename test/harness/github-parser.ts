import { join } from 'node:path';
import { build } from 'rolldown';
import { makeFolder } from './folder.ts';
import type { findActionFaults, findWorkflowFaults } from './github-faults.ts';

/** What can be asked of it. */
interface GitHubParser {
  readonly findActionFaults: typeof findActionFaults;
  readonly findWorkflowFaults: typeof findWorkflowFaults;
}

/**
 * The parser of GitHub's language server, see `github-faults.ts`. It is bundled first, because it imports JSON as only
 * bundlers understand.
 */
export async function loadGitHubParser(): Promise<GitHubParser> {
  const file = join(makeFolder(), 'parser.mjs');
  const input = join(import.meta.dirname, 'github-faults.ts');
  await build({ input, platform: 'node', logLevel: 'silent', output: { file, format: 'esm' } });
  return import(file);
}

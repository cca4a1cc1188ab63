import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where this package says that it is developed, such as `https://github.com/OWNER/NAME`; undefined where it does not, or not as
 * an address of the web. Never throws.
 */
export function findRepository(packageRoot: string): string | undefined {
  const { repository } = readPackage(packageRoot);
  const text = typeof repository === 'object' ? repository?.url : repository;
  const url = text?.replace(/^git\+/, '').replace(/\.git$/, '');
  return url?.startsWith('https://') ? url : undefined;
}

/** What is read of the package; it is our own, so it has no other form. */
interface Package {
  readonly repository?: string | { readonly url?: string } | null;
}

function readPackage(folder: string): Package {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch {
    return {};
  }
}

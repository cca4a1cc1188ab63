import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Example } from '../core/contract/components.ts';
import { readInput } from './read-file.ts';

/** The payloads that ship with the package: name (the file's, without `.json`) and path. */
export interface Fixture {
  readonly name: string;
  readonly path: string;
  /** Whether Footprint's documentation has it; the others are made up in its likeness. */
  readonly documented: boolean;
}

/** Every fixture: the documented ones first, each part by name. Throws nothing on an intact package. */
export function listFixtures(packageRoot: string): readonly Fixture[] {
  const folder = join(packageRoot, 'fixtures');
  return [...listNames(folder, true), ...listNames(join(folder, 'synthetic'), false)];
}

function listNames(folder: string, documented: boolean): readonly Fixture[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files
    .sort()
    .map((file) => ({ name: file.slice(0, -'.json'.length), path: join(folder, file), documented }));
}

/** The documented example of an event, byte for byte, or undefined when the name is none. Throws AppError `file_unreadable`. */
export function readExample(packageRoot: string, shortName: string): Uint8Array | undefined {
  const path = join(packageRoot, 'fixtures', `${shortName}.json`);
  return existsSync(path) ? readInput(path, packageRoot) : undefined;
}

/** The documented examples by name, as JSON. Throws AppError `file_unreadable`. */
export function readExamples(packageRoot: string): readonly Example[] {
  return listFixtures(packageRoot)
    .filter(({ documented }) => documented)
    .map(({ name, path }) => ({
      name,
      payload: JSON.parse(Buffer.from(readInput(path, packageRoot)).toString('utf8')),
    }));
}

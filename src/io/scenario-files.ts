import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A scenario that ships with the package: its name, which is the file's without `.yaml`, and its path. */
export interface ScenarioFile {
  readonly name: string;
  readonly path: string;
}

/** Every scenario, by name. Throws nothing on an intact package. */
export function listScenarios(packageRoot: string): readonly ScenarioFile[] {
  const folder = join(packageRoot, 'fixtures', 'scenarios');
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.sort().map((file) => ({ name: file.slice(0, -'.yaml'.length), path: join(folder, file) }));
}

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of its own for one test, with the given files in it; it is removed when the test is over. */
export function makeFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'fp-webhooks-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}

/** The lines of a text file, without the empty one at its end. */
export function readLines(...path: string[]): string[] {
  return readFileSync(join(...path), 'utf8')
    .split('\n')
    .slice(0, -1);
}

/** The root of the project. */
export const PROJECT = join(import.meta.dirname, '..', '..');

/** The bytes of a fixture. */
export function readFixture(name: string): Buffer {
  return readFileSync(join(PROJECT, 'fixtures', `${name}.json`));
}

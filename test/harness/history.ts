import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Capture, encodeCapture } from '../../src/core/capture/capture.ts';
import type { Conclusion, Kept } from '../../src/core/history/history.ts';
import { openHistory } from '../../src/io/history/open-history.ts';
import { openHistoryReader } from '../../src/io/history/open-reader.ts';
import { makeFolder } from './folder.ts';

/** What the history of a folder holds, the oldest first; nothing where there is no history. */
export async function readHistory(cwd: string, file = join('.fp-webhooks', 'history.db')): Promise<Kept[]> {
  const reader = await openHistoryReader(join(cwd, file));
  if (reader === undefined) return [];
  try {
    return [...reader.find({ oldestFirst: true })];
  } finally {
    await reader.close();
  }
}

/** The same without what was found out later. */
export async function readCaptures(cwd: string): Promise<Capture[]> {
  return (await readHistory(cwd)).map(({ capture }) => capture);
}

/** Writes what the history of a folder holds into a capture file in it, and gives the name of that. */
export async function writeCaptureFile(cwd: string): Promise<string> {
  const captures = await readCaptures(cwd);
  writeFileSync(join(cwd, CAPTURES), captures.map((capture) => `${encodeCapture(capture)}\n`).join(''));
  return CAPTURES;
}

const CAPTURES = 'captures.ndjson';

/** A folder whose history has these captures. `conclusions` are by their ids. */
export async function makeHistory(
  captures: readonly Capture[],
  conclusions: Readonly<Record<string, Conclusion>> = {},
): Promise<string> {
  const cwd = makeFolder({ '.fp-webhooks/.gitignore': '*\n' });
  const history = await openHistory(join(cwd, '.fp-webhooks', 'history.db'));
  for (const capture of captures) await history.add(capture);
  for (const [id, conclusion] of Object.entries(conclusions)) await history.conclude(id, conclusion);
  await history.close();
  return cwd;
}

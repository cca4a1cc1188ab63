import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kept } from '../../../src/core/history/history.ts';
import { openHistory } from '../../../src/io/history/open-history.ts';
import { makeFolder } from '../../harness/folder.ts';
import { diagnosis, forwarding, makeCapture } from './captures.ts';

/** A delivery as it was stored; what is known of those before it is another thing. */
export type KeptParts = Omit<Kept, 'earlier'>;

/** The two files of a history, to be damaged. */
export interface Files {
  readonly file: Buffer;
  readonly log: Buffer;
}

/** A history and what is in it, as text by id. */
export interface Sound extends Files {
  readonly stored: ReadonlyMap<string, KeptParts>;
}

/** So many deliveries are in it, and so many of them came after all was moved from the log into the file. */
export const COUNT = { all: 101, late: 61 };

/** Makes a history of small deliveries and large ones, with answers and all; `open`: as a killed listener leaves it. */
export async function makeSound(state: 'open' | 'closed'): Promise<Sound> {
  const folder = mkdtempSync(join(tmpdir(), 'fp-webhooks-test-'));
  const path = join(folder, 'history.db');
  const history = await openHistory(path);
  for (let number = 0; number < 121; number += 1) {
    // The first are removed, and what is left of them is moved from the log into the file.
    if (number === 60) await history.prune({ keep: 40 });
    const isLarge = number % 10 === 0;
    const body = new Uint8Array(3_000 + number * 100).fill(number);
    await history.add(makeCapture(number, isLarge ? { body } : { note: `note ${number}` }));
    const answer = {
      by: number % 2 === 0 ? 'app' : 'listener',
      status: number % 3 === 0 ? null : 204,
    } as const;
    const more = number % 5 === 0 ? { forwardings: [forwarding(500), forwarding(204)], diagnosis } : {};
    void history.conclude(makeCapture(number).id, { answer, ...more });
  }
  await history.conclude('', {});
  const stored = new Map(Array.from(history.find({}), (kept) => [kept.capture.id, plain(kept)]));
  if (state === 'closed') await history.close();
  const files = {
    file: readFileSync(path),
    log: state === 'open' ? readFileSync(`${path}-wal`) : Buffer.alloc(0),
  };
  if (state === 'open') await history.close();
  rmSync(folder, { recursive: true });
  return { ...files, stored };
}

/** Writes the files of a history into a folder of their own and gives the path. */
export function placeFiles({ file, log }: Files): string {
  const path = join(makeFolder(), 'history.db');
  writeFileSync(path, file);
  if (log.length > 0) writeFileSync(`${path}-wal`, log);
  return path;
}

/** The same with every kind of byte array made into one, to be compared. */
export function plain(kept: KeptParts): KeptParts {
  const { earlier: _, ...rest }: KeptParts & { readonly earlier?: unknown } = kept;
  return JSON.parse(
    JSON.stringify(rest, (_key, value) =>
      value instanceof Uint8Array ? Array.from(value) : fromBuffer(value),
    ),
  );
}

/** A Buffer says by itself what it is in JSON. */
function fromBuffer(value: unknown): unknown {
  const isBuffer = typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer';
  return isBuffer && 'data' in value ? value.data : value;
}

import { toBuffer } from '../../core/bytes.ts';
import { AppError } from '../../core/error.ts';
import type { HistoryReader, Query } from '../../core/history/history.ts';
import { MOST_PARCELS, type Parcel, toParcels, toRetry } from '../../core/sending/parcel.ts';
import type { Fixture } from '../../io/fixture-files.ts';
import { expandInputs } from '../../io/input-files.ts';
import { unpack } from '../../io/parts/unpack-stream.ts';
import { readInput } from '../../io/read-file.ts';
import { loadCaptureDecoder } from '../capture-decoder.ts';
import type { Context } from '../command.ts';
import { findInOrder } from '../selection-flags.ts';

/** All of it is held in memory, so that nothing is sent before all is understood. */
const MOST_BYTES = 536_870_912;

/** Gathers what is to be sent. */
export interface Basket {
  /** Throws AppError `usage` as soon as it holds too much. */
  readonly add: (parcels: Iterable<Parcel>) => void;
  readonly parcels: readonly Parcel[];
}

/** An empty basket. */
export function createBasket(): Basket {
  const parcels: Parcel[] = [];
  let bytes = 0;
  return {
    parcels,
    add: (more) => {
      for (const parcel of more) {
        bytes += parcel.body.length;
        parcels.push(parcel);
        if (bytes > MOST_BYTES || parcels.length > MOST_PARCELS) throw toTooMuch();
      }
    },
  };
}

function toTooMuch(): AppError {
  return new AppError(
    'usage',
    `What is to be sent is more than 512 MiB, or more than ${MOST_PARCELS} messages.`,
    'Send it in parts; --last, --since and --until choose from the history.',
  );
}

/** The payloads of fixtures. Throws nothing on an intact package. */
export function openFixtures(fixtures: readonly Fixture[], packageRoot: string): readonly Parcel[] {
  return fixtures.flatMap(({ name, path }) => {
    return toParcels(readInput(path, packageRoot), name, () => ({ kind: 'not_capture' })).parcels;
  });
}

/** What a file, a folder or a glob holds. Throws AppError `no_input`, `file_unreadable` or `file_malformed`. */
export async function openFiles(path: string, basket: Basket, context: Context): Promise<void> {
  for (const file of expandInputs([path], context.cwd)) {
    basket.add(await openBytes(readInput(file, context.cwd), file, context));
  }
}

/**
 * The payloads and captures in the bytes of a file or of standard input, which may be packed. What is no webhook, or was cut off
 * while it was written, is told and skipped. Throws AppError `no_input`, `file_unreadable` or `file_malformed`.
 */
export async function openBytes(
  packed: Uint8Array,
  file: string,
  { report }: Context,
): Promise<readonly Parcel[]> {
  const bytes = await unpack(packed, file);
  const har = await findHar(bytes, file);
  const { parcels, tornLines } = har
    ? { ...har, tornLines: [] }
    : toParcels(bytes, file, await loadCaptureDecoder(bytes));
  for (const message of har?.reasons ?? []) report({ type: 'notice', code: 'ignored', message });
  for (const line of tornLines) {
    const message = `${file}:${line}: this capture was cut off while it was written, and is skipped.`;
    report({ type: 'notice', code: 'torn_capture', message });
  }
  if (parcels.length === 0) throw new AppError('no_input', `${file} holds nothing to send.`);
  return parcels;
}

/** What reads a HAR takes 10 ms to load, which a file that is none does not pay: every HAR has this name in it. */
async function findHar(bytes: Uint8Array, file: string) {
  if (!toBuffer(bytes).includes('"entries"')) return undefined;
  return (await import('../../core/sending/har-parcels.ts')).findHarParcels(bytes, file);
}

/** What the history has of it, oldest first. Throws AppError `no_input` when nothing fits. */
export function openQuery(reader: HistoryReader, query: Query, basket: Basket): void {
  for (const { capture } of findInOrder(reader, query)) basket.add([toRetry(capture.delivery, capture.id)]);
  if (basket.parcels.length > 0) return;
  throw new AppError(
    'no_input',
    'No delivery in the history fits: nothing was sent.',
    'fp-webhooks history list takes the same flags and shows what there is.',
  );
}

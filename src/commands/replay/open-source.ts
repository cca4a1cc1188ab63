import { toBuffer } from '../../core/bytes.ts';
import { AppError } from '../../core/error.ts';
import type { HistoryReader, Query } from '../../core/history/history.ts';
import { MOST_PAYLOADS, type Payload, payloadOf, readPayloads } from '../../core/sending/payload.ts';
import type { Fixture } from '../../io/fixture-files.ts';
import { expandInputs } from '../../io/input-files.ts';
import { unpack } from '../../io/parts/unpack-stream.ts';
import { readInput } from '../../io/read-file.ts';
import { loadCaptureDecoder } from '../capture-decoder.ts';
import type { Context } from '../command.ts';
import { findInOrder } from '../selection-flags.ts';

/** All of it is held in memory, so that nothing is sent before all is understood. */
const MOST_BYTES = 536_870_912;

/** Collects the payloads to send. */
export interface Collector {
  /** Throws AppError `usage` as soon as it holds too much. */
  readonly add: (payloads: Iterable<Payload>) => void;
  readonly payloads: readonly Payload[];
}

/** An empty collector. */
export function createCollector(): Collector {
  const payloads: Payload[] = [];
  let bytes = 0;
  return {
    payloads,
    add: (more) => {
      for (const payload of more) {
        bytes += payload.body.length;
        payloads.push(payload);
        if (bytes > MOST_BYTES || payloads.length > MOST_PAYLOADS) throw toTooMuch();
      }
    },
  };
}

function toTooMuch(): AppError {
  return new AppError(
    'usage',
    `What is to be sent is more than 512 MiB, or more than ${MOST_PAYLOADS} messages.`,
    'Send it in parts; --last, --since and --until choose from the history.',
  );
}

/** The payloads of fixtures. Throws nothing on an intact package. */
export function openFixtures(fixtures: readonly Fixture[], packageRoot: string): readonly Payload[] {
  return fixtures.flatMap(({ name, path }) => {
    return readPayloads(readInput(path, packageRoot), name, () => ({ kind: 'not_capture' })).payloads;
  });
}

/** Adds the payloads of a file, a folder or a glob. Throws AppError `no_input`, `file_unreadable` or `file_malformed`. */
export async function openFiles(path: string, collector: Collector, context: Context): Promise<void> {
  for (const file of expandInputs([path], context.cwd)) {
    collector.add(await openBytes(readInput(file, context.cwd), file, context));
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
): Promise<readonly Payload[]> {
  const bytes = await unpack(packed, file);
  const har = await findHar(bytes, file);
  const { payloads, tornLines } = har
    ? { ...har, tornLines: [] }
    : readPayloads(bytes, file, await loadCaptureDecoder(bytes));
  for (const message of har?.reasons ?? []) report({ type: 'notice', code: 'ignored', message });
  for (const line of tornLines) {
    const message = `${file}:${line}: this capture was cut off while it was written, and is skipped.`;
    report({ type: 'notice', code: 'torn_capture', message });
  }
  if (payloads.length === 0) throw new AppError('no_input', `${file} holds nothing to send.`);
  return payloads;
}

/** The reader of HAR takes 10 ms to load, so it is loaded only for a file with this name in it: every HAR has it. */
async function findHar(bytes: Uint8Array, file: string) {
  if (!toBuffer(bytes).includes('"entries"')) return undefined;
  return (await import('../../core/sending/har-payloads.ts')).findHarPayloads(bytes, file);
}

/** Adds the matching deliveries of the history, oldest first. Throws AppError `no_input` when nothing fits. */
export function openQuery(reader: HistoryReader, query: Query, collector: Collector): void {
  for (const { capture } of findInOrder(reader, query))
    collector.add([payloadOf(capture.delivery, capture.id)]);
  if (collector.payloads.length > 0) return;
  throw new AppError(
    'no_input',
    'No delivery in the history fits: nothing was sent.',
    'fp-webhooks history list takes the same flags and shows what there is.',
  );
}

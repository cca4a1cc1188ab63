import { toBuffer } from '../../bytes.ts';
import type { DecodeCapture } from '../../capture/records.ts';
import type { InputForm } from '../../json/cut.ts';
import type { Source } from '../../json/piece.ts';
import type { Part } from './part.ts';
import type { CheckedRecord } from './records.ts';

/** What reads records that are more than a payload. */
export interface RecordReaders {
  /** Whether there may be captures, whose signatures are judged. */
  readonly mayHoldCaptures: boolean;
  readonly decodeCapture: DecodeCapture;
  /** The deliveries of a HAR; undefined for any other value. */
  readonly readHar: (source: Source, value: unknown) => Iterable<CheckedRecord> | undefined;
}

const NO_READERS: RecordReaders = {
  mayHoldCaptures: false,
  decodeCapture: () => ({ kind: 'not_capture' }),
  readHar: () => undefined,
};

/**
 * The readers that a part needs. Those of captures and HARs take 10 ms to load, which a part without any does not pay:
 * every capture has the one name in it, and every HAR the other. Never throws.
 */
export async function loadRecordReaders({ bytes }: Part, as: InputForm | undefined): Promise<RecordReaders> {
  if (as === 'payload') return NO_READERS;
  const text = toBuffer(bytes);
  const mayBeHar = as === 'har' || text.includes('"entries"');
  if (!mayBeHar && as !== 'capture' && !text.includes('"capture"')) return NO_READERS;
  const { decodeCaptureValue } = await import('../../capture/decode.ts');
  const { readHarRecords } = await import('./har-records.ts');
  return { mayHoldCaptures: true, decodeCapture: decodeCaptureValue, readHar: readHarRecords };
}

import { type Entry, type ReadValue, toEntry } from '../../capture/records.ts';
import { findText, isPayloadObject, type PayloadObject } from '../../events/payload.ts';
import type { InputForm } from '../../json/cut.ts';
import type { Source } from '../../json/piece.ts';
import type { PathStep } from '../../json/places.ts';
import type { RecordReaders } from './record-readers.ts';

/** A record that is not what its file or `--as` says it is. */
export interface Refused {
  readonly kind: 'refused';
  readonly code: 'capture_invalid' | 'har_entry_invalid' | 'export_invalid';
  readonly source: Source;
  readonly problem: string;
  readonly path: readonly PathStep[];
}

/** One record to check. */
export type CheckedRecord = Entry | Refused;

type ReadRecords = ReadValue<CheckedRecord>;

/** How values become records. */
export interface RecordReading {
  /** The value of a piece. Arrays, HARs and the lists of Svix's API hold several records. */
  readonly readValue: ReadRecords;
  /** The value of an element of an array, which is one record. */
  readonly readElement: ReadRecords;
}

/** How values are read: as what their content says, or as what the user said. Never throws. */
export function createRecordReading(as: InputForm | undefined, readers: RecordReaders): RecordReading {
  const toRecord = toRecordReading(as, readers);
  const readElement: ReadRecords = (source, value) => [toRecord(source, value)];
  const findSeveral: ReadSeveral = (source, value) =>
    (mayBe('har', as) ? readers.readHar(source, value) : undefined) ??
    (mayBe('svix', as) ? findMessageList(source, value) : undefined);
  const readValue: ReadRecords = (source, value) =>
    findSeveral(source, value) ??
    (Array.isArray(value) ? eachOf(source, value, { path: [], toRecord }) : readElement(source, value));
  return { readValue, readElement };
}

type ReadSeveral = (source: Source, value: unknown) => Iterable<CheckedRecord> | undefined;

/** The forms of containers say nothing about the records in them. */
function mayBe(form: 'capture' | 'har' | 'svix', as: InputForm | undefined): boolean {
  return as === undefined || as === 'json' || as === 'ndjson' || as === form;
}

function toRecordReading(as: InputForm | undefined, { decodeCapture }: RecordReaders): ToRecord {
  switch (as) {
    case 'payload':
      return (source, value) => ({ kind: 'payload', source, value });
    case 'capture':
      return (source, value) => demandCapture(toEntry(source, value, decodeCapture));
    case 'har':
      return (source) => refuse(source, 'har_entry_invalid', NO_HAR);
    case 'svix':
      return toMessage;
    case 'json':
    case 'ndjson':
    case undefined:
      return (source, value) =>
        isMessage(value) ? toMessage(source, value) : toEntry(source, value, decodeCapture);
  }
}

const NO_HAR = 'This is no HAR: it has no log.entries.';

function* eachOf(
  source: Source,
  values: readonly unknown[],
  { path, toRecord }: { readonly path: readonly PathStep[]; readonly toRecord: ToRecord },
): Generator<CheckedRecord> {
  for (const [index, value] of values.entries())
    yield toRecord({ ...source, root: [...source.root, ...path, index] }, value);
}

type ToRecord = (source: Source, value: unknown) => CheckedRecord;

/** The messages of a page of Svix's API. Source: Svix API reference, "List messages", 2026: `data`, `iterator`, `prevIterator`, `done`. */
function findMessageList(source: Source, value: unknown): Iterable<CheckedRecord> | undefined {
  if (!isPayloadObject(value) || Object.hasOwn(value, 'event_kind')) return undefined;
  const data = Object.hasOwn(value, 'data') ? value['data'] : undefined;
  const isPage = Object.hasOwn(value, 'done') || Object.hasOwn(value, 'iterator');
  if (!isPage || !Array.isArray(data)) return undefined;
  return eachOf(source, data, { path: ['data'], toRecord: toMessage });
}

/** Whether it is a message as Svix exports it. Source: Svix API reference, `MessageOut`, 2026: `eventType`, `payload`, `id`, `timestamp`. */
function isMessage(value: unknown): value is PayloadObject {
  return (
    isPayloadObject(value) &&
    Object.hasOwn(value, 'payload') &&
    findText(value, 'eventType') !== undefined &&
    !Object.hasOwn(value, 'event_kind')
  );
}

function toMessage(source: Source, value: unknown): CheckedRecord {
  if (!isMessage(value)) return refuse(source, 'export_invalid', NO_MESSAGE);
  return {
    kind: 'payload',
    source: { ...source, root: [...source.root, 'payload'] },
    value: value['payload'],
    label: { source, path: ['eventType'], event: findText(value, 'eventType') ?? '' },
  };
}

const NO_MESSAGE = "This is no message of Svix's export: it has no eventType with a payload beside it.";

function demandCapture(entry: Entry): CheckedRecord {
  return entry.kind === 'payload' ? refuse(entry.source, 'capture_invalid', NO_CAPTURE) : entry;
}

const NO_CAPTURE = 'This is no capture: its first key is not "capture".';

function refuse(source: Source, code: Refused['code'], problem: string): Refused {
  return { kind: 'refused', code, source, problem, path: [] };
}

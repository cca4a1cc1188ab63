import type { Capture } from '../../capture/capture.ts';
import { findHarEntries, type JudgeThen, readHarEntry } from '../../capture/from-har.ts';
import type { CapturePlaces } from '../../capture/records.ts';
import { OWN_FIELD } from '../../capture/to-har.ts';
import { findMessageId } from '../../delivery/delivery.ts';
import { readContent } from '../../events/content.ts';
import { isPayloadObject } from '../../events/payload.ts';
import { isExcessive } from '../../json/excess.ts';
import type { Source } from '../../json/piece.ts';
import { judge } from '../../signature/judge.ts';
import type { Verdict } from '../../signature/verdict.ts';
import type { CheckedRecord } from './records.ts';

/**
 * The deliveries of a HAR as captures; undefined for any other value. A browser records all that it sends: what is no POST
 * request with a body, or has neither the id of a message nor an event in it, is no delivery and passed over. Never throws.
 */
export function readHarRecords(source: Source, value: unknown): Iterable<CheckedRecord> | undefined {
  const entries = findHarEntries(value);
  return entries === undefined ? undefined : readEntries(source, entries);
}

function* readEntries(source: Source, entries: readonly unknown[]): Generator<CheckedRecord> {
  for (const [index, entry] of entries.entries()) {
    const place = { ...source, root: [...source.root, 'log', 'entries', index] };
    const reading = readHarEntry(entry, judgeWithoutSecret);
    if (reading.kind === 'invalid')
      yield { kind: 'refused', code: 'har_entry_invalid', source: place, problem: reading.problem, path: [] };
    else if (reading.kind === 'capture') yield* toRecords(place, entry, reading.capture);
  }
}

function* toRecords(source: Source, entry: unknown, capture: Capture): Generator<CheckedRecord> {
  if (isPayloadObject(entry) && Object.hasOwn(entry, OWN_FIELD)) {
    yield { kind: 'capture', source: { ...source, root: [...source.root, OWN_FIELD] }, capture };
  } else if (isDelivery(capture)) yield { kind: 'capture', source, capture, places: PLACES };
}

const PLACES: CapturePlaces = {
  body: ['request', 'postData', 'text'],
  headers: ['request', 'headers'],
  status: ['response', 'status'],
};

function isDelivery({ delivery: { headers, body } }: Capture): boolean {
  return findMessageId(headers) !== null || (!isExcessive(body) && readContent(body).event !== null);
}

/** What nobody judged, and nobody can without a secret, is not told to be wrong. */
const NOTHING_AGAINST_IT: Verdict = {
  kind: 'valid',
  ageSeconds: 0,
  headerFamily: 'svix',
  scheme: 'v1',
  keyIndex: 0,
  keyName: '',
  itemIndex: 0,
  itemCount: 1,
};

const judgeWithoutSecret: JudgeThen = (delivery, nowSeconds) => {
  const verdict = judge(delivery, [], nowSeconds, Number.POSITIVE_INFINITY);
  const isSure =
    verdict.kind === 'header_missing' ||
    verdict.kind === 'timestamp_malformed' ||
    (verdict.kind === 'signature_unusable' && verdict.reason === 'malformed');
  return isSure ? verdict : NOTHING_AGAINST_IT;
};

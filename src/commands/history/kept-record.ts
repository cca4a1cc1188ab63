import type { HistoryReader, Kept } from '../../core/history/history.ts';
import { findMatch } from '../../core/history/match.ts';
import type { RecordOf } from '../../report/records.ts';
import { describeCapture } from '../describe.ts';
import { toShortId } from '../kept-delivery.ts';

/** What a record of a list depends on besides the delivery. */
export interface Listing {
  readonly reader: HistoryReader;
  readonly showPii: boolean;
  /** What was searched for. */
  readonly words?: string;
}

/** One delivery as in a list. Throws what `find` of the history throws. */
export function toKeptRecord(
  { capture, earlier }: Kept,
  { reader, showPii, words }: Listing,
): RecordOf<'kept'> {
  const { id, delivery, answer } = capture;
  const described = describeCapture(capture, { earlier, showPii });
  const { receivedAt, svixId, attempt, bodyBytes, event, verdict } = described;
  const { explanation, subject, isLive, facts } = described;
  const match = words === undefined ? undefined : findMatch(delivery, words, showPii);
  return {
    type: 'kept',
    id,
    shortId: toShortId(reader, id),
    receivedAt,
    svixId,
    attempt,
    bodyBytes,
    event,
    verdict,
    ...(explanation && { explanation }),
    ...(subject && { subject }),
    ...(isLive !== undefined && { isLive }),
    facts,
    ...(answer && { answer }),
    ...(match && { match }),
  };
}

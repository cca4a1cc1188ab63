import type { Capture } from '../../core/capture/capture.ts';
import type { Content } from '../../core/events/content.ts';
import type { Earlier } from '../../core/history/history.ts';
import { isSureToAgree, toReferee } from '../../core/signature/agreement.ts';
import type { Key } from '../../core/signature/secret.ts';
import type { Verdict } from '../../core/signature/verdict.ts';
import { createReferee } from '../../io/referee.ts';
import type { RecordOf } from '../../report/records.ts';
import { describeCapture } from '../describe.ts';

/** Says what a delivery is: the record of it, but for where it goes from here. */
export type Describe = (capture: Capture, known: Known) => RecordOf<'received'>;

/** What has been found out already. */
export interface Known {
  readonly content: Content;
  readonly earlier: Earlier;
}

/** What the words depend on besides the delivery. */
export interface DescribeOptions {
  readonly keys: readonly Key[];
  readonly showPii: boolean;
  /** Whether the records have the payloads. */
  readonly withPayload: boolean;
}

/** Svix's library is written in JavaScript and slow on large bodies: it is not asked about more keys than these. */
const MOST_OPINIONS = 3;

/** A function that describes deliveries. This module is heavy (schemas, Svix's library): load it when the socket is open. */
export async function createDescribe({ keys, showPii, withPayload }: DescribeOptions): Promise<Describe> {
  const askReferee = await createReferee();
  return (capture, known) => {
    const { delivery, verdict } = capture;
    const receivedSeconds = Math.floor(Date.parse(capture.receivedAt) / 1_000);
    const opinion = isSureToAgree(delivery, verdict)
      ? ({ accepts: true } as const)
      : askReferee(delivery, keysToAsk(verdict, keys), receivedSeconds);
    return {
      ...describeCapture(capture, { ...known, showPii, withPayload }),
      ...(opinion && { referee: toReferee(delivery, verdict, opinion) }),
    };
  };
}

function keysToAsk(verdict: Verdict, keys: readonly Key[]): readonly Key[] {
  if (verdict.kind !== 'valid') return keys.slice(0, MOST_OPINIONS);
  // The library checks no v1a: it is not asked about each delivery only to say so.
  return verdict.scheme === 'v1a' ? [] : keys.slice(verdict.keyIndex, verdict.keyIndex + 1);
}

import { isSuccess } from '../../core/delivery/delivery.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import { isSureToAgree, toReferee } from '../../core/signature/agreement.ts';
import type { Key } from '../../core/signature/secret.ts';
import type { Verdict } from '../../core/signature/verdict.ts';
import { createReferee } from '../../io/referee.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context } from '../command.ts';
import { describeCapture } from '../describe.ts';
import type { Diagnosing } from './diagnose.ts';
import type { State } from './state.ts';
import { type Stored, toStoredAnswer } from './store.ts';

/** A delivery that has been shown, unless only failures are shown and it has not failed yet. */
export interface Described extends Stored {
  /** The message id, masked. */
  readonly svixId: string | null;
  /** Shows the rest of it. */
  readonly show: (record: FollowUp) => void;
  /** Keys to sign it anew with, when a person sends it again. */
  readonly resignWith?: readonly Key[];
}

type FollowUp = RecordOf<'forwarded' | 'waiting'>;
type Received = RecordOf<'received'>;

/** Step 4: says what a delivery is, and has a failed one diagnosed. */
export type Describe = (stored: Stored) => Described;

/** What the step needs. */
export interface DescribeOptions {
  readonly keys: readonly Key[];
  readonly diagnosing: Pick<Diagnosing, 'add'>;
  readonly state: Pick<State, 'onlyFailures'>;
  /** With `json`, the records have the payloads. */
  readonly context: Pick<Context, 'report' | 'showPii' | 'json'>;
}

/** Svix's library is written in JavaScript and slow on large bodies: it is not asked about more keys than these. */
const MOST_OPINIONS = 3;

/** The step. This module is heavy (schemas, Svix's library): load it when the socket is open. */
export async function createDescribe(options: DescribeOptions): Promise<Describe> {
  const { keys, diagnosing, state } = options;
  const { report, showPii, json } = options.context;
  const askReferee = await createReferee();

  function toRecord({ capture, content, earlier, plan }: Stored): Received {
    const { delivery, verdict } = capture;
    const receivedSeconds = Math.floor(Date.parse(capture.receivedAt) / 1_000);
    const opinion = isSureToAgree(delivery, verdict)
      ? ({ accepts: true } as const)
      : askReferee(delivery, keysToAsk(verdict, keys), receivedSeconds);
    return {
      ...describeCapture(capture, { content, earlier, showPii, withPayload: json }),
      ...(opinion && { referee: toReferee(delivery, verdict, opinion) }),
      forwards: plan.urls.length > 0 ? plan.urls.map((url) => toShownUrl(url, showPii)) : undefined,
      answerStatus: plan.appDecides ? undefined : toStoredAnswer('listener', plan.answer).status,
      onPurpose: plan.isOnPurpose ? true : undefined,
    };
  }

  return (stored) => {
    const record = toRecord(stored);
    const { svixId } = record;
    const show = state.onlyFailures && isFine(record) ? createHeldBack(record, report) : report;
    if (show === report) report(record);
    if (stored.capture.verdict.kind !== 'valid') diagnosing.add(stored.capture, svixId);
    return { ...stored, svixId, show };
  };
}

function keysToAsk(verdict: Verdict, keys: readonly Key[]): readonly Key[] {
  if (verdict.kind !== 'valid') return keys.slice(0, MOST_OPINIONS);
  // The library checks no v1a: it is not asked about each delivery only to say so.
  return verdict.scheme === 'v1a' ? [] : keys.slice(verdict.keyIndex, verdict.keyIndex + 1);
}

/** Shows a delivery only when an app turns out to fail on it. */
function createHeldBack(received: Received, report: Context['report']): Described['show'] {
  let isShown = false;
  return (record) => {
    if (!isShown && record.type === 'forwarded' && !isSuccess(record.status)) {
      isShown = true;
      report(received);
    }
    if (isShown) report(record);
  };
}

/** As far as is known before the apps have answered. */
function isFine({ verdict, answerStatus }: Received): boolean {
  return (
    verdict.kind === 'valid' && (answerStatus === undefined || (answerStatus !== null && answerStatus <= 299))
  );
}

import { findBodyText } from '../../core/bytes.ts';
import { type Delivery, findHeader, findMessageId } from '../../core/delivery/delivery.ts';
import { type Observation, withObservation } from '../../core/diagnosis/together.ts';
import { toShownMessageId } from '../../core/events/masking.ts';
import { findText, isPayloadObject } from '../../core/events/payload.ts';
import { findJson } from '../../core/json/scan.ts';
import { toReferee } from '../../core/signature/agreement.ts';
import { judge } from '../../core/signature/judge.ts';
import type { Key } from '../../core/signature/secret.ts';
import { sign } from '../../core/signature/sign.ts';
import { readSignatureHeaders } from '../../core/signature/signature-headers.ts';
import { createReferee } from '../../io/referee.ts';
import { explainVerdict } from '../../report/explain.ts';
import type { RecordOf } from '../../report/records.ts';
import { findDevelopmentHint, observe, toDiagnosisRecord, toTogetherRecord } from '../observation.ts';
import { toShownEvent } from '../shown-event.ts';
import { toShownVerdict } from '../shown-verdict.ts';
import type { Exhibit } from './deliveries.ts';

/** How to judge. */
export interface JudgeOptions {
  readonly keys: readonly Key[];
  readonly otherKeys: readonly Key[];
  /** Whether only the development secret is known. */
  readonly development: boolean;
  /** Unix seconds; without it, when a capture was received, else now. */
  readonly at?: number | undefined;
  /** Infinity for whatever the time. */
  readonly toleranceSeconds: number;
  readonly showExpected: boolean;
  readonly showPii: boolean;
}

/** A function that judges one delivery after the other, and knows of those before. */
export async function createJudge(options: JudgeOptions): Promise<(exhibit: Exhibit) => RecordOf<'judged'>> {
  const { keys, otherKeys, development, toleranceSeconds, showExpected, showPii } = options;
  const askReferee = await createReferee();
  let observations: readonly Observation[] = [];
  return (exhibit) => {
    const { delivery } = exhibit;
    const nowSeconds = options.at ?? exhibit.receivedSeconds ?? Math.floor(Date.now() / 1_000);
    const verdict = judge(delivery, keys, nowSeconds, toleranceSeconds);
    const observation = observe({
      delivery,
      verdict,
      keys,
      otherKeys,
      nowSeconds,
      toleranceSeconds,
    });
    const isOpen = observation.diagnosis.suspicions.length > 0;
    if (isOpen) observations = withObservation(observations, observation);
    const explanation = explainVerdict(verdict);
    const opinion = askReferee(
      delivery,
      keys,
      toleranceSeconds === Number.POSITIVE_INFINITY ? toSentSeconds(delivery, nowSeconds) : nowSeconds,
    );
    const hint = development ? findDevelopmentHint(verdict, observation.diagnosis) : undefined;
    return {
      type: 'judged',
      source: exhibit.source,
      ...(exhibit.notes !== undefined && exhibit.notes.length > 0 && { notes: [...exhibit.notes] }),
      ...toNames(exhibit, showPii),
      verdict: toShownVerdict(verdict, showPii),
      ...(explanation && { explanation: { message: explanation.message, hints: [...explanation.hints] } }),
      ...(opinion && { referee: toReferee(delivery, verdict, opinion) }),
      ...(isOpen && {
        diagnosis: toDiagnosisRecord(observation.diagnosis),
        ...toTogetherRecord(observations),
      }),
      ...(hint !== undefined && { hint }),
      ...(showExpected && toExpected(exhibit, keys)),
    };
  };
}

/** When Svix's library takes a delivery to be sent: it cannot ignore the time, so it is asked as of then. */
function toSentSeconds({ headers }: Delivery, otherwise: number): number {
  const text = findHeader(headers, 'svix-timestamp') ?? findHeader(headers, 'webhook-timestamp') ?? '';
  const seconds = Number.parseInt(text, 10);
  return Number.isNaN(seconds) ? otherwise : seconds;
}

/** The message id and the event of a delivery, as they are shown. Never throws. */
export function toNames(
  { delivery }: Exhibit,
  showPii: boolean,
): Pick<RecordOf<'judged'>, 'svixId' | 'event'> {
  const svixId = findMessageId(delivery.headers);
  const event = findEventKind(delivery);
  return {
    svixId: svixId === null ? null : toShownMessageId(svixId, showPii),
    event: event === null ? null : toShownEvent(event, showPii),
  };
}

function findEventKind({ body }: Delivery): string | null {
  const payload = findJson(findBodyText(body) ?? '')?.value;
  return (isPayloadObject(payload) ? findText(payload, 'event_kind') : undefined) ?? null;
}

/** What the signature header should have been: a help for whoever holds the secret anyway, and asks for it. */
function toExpected({ delivery }: Exhibit, keys: readonly Key[]): { readonly expected?: string } {
  const headers = readSignatureHeaders(delivery.headers);
  const signing = keys.filter(({ kind }) => kind !== 'public');
  if ('kind' in headers || signing.length === 0 || !/^\d{1,12}$/.test(headers.timestamp)) return {};
  const message = { id: headers.id, timestampSeconds: Number(headers.timestamp), body: delivery.body };
  return { expected: sign(message, signing) };
}

import type { Capture } from '../../capture/capture.ts';
import type { CapturePlaces } from '../../capture/records.ts';
import { isSuccess } from '../../delivery/delivery.ts';
import { toDuration } from '../../duration.ts';
import type { PathStep } from '../../json/places.ts';
import { judge, TOLERANCE_SECONDS } from '../../signature/judge.ts';
import type { Remark } from '../rules/finding.ts';

/** A remark on a capture, with the way from the record to what it is about. */
export type CaptureRemark = Pick<Remark, 'code' | 'message' | 'path' | 'expected' | 'actual'>;

/** Whether a capture came too long before or after it was signed, as a receiver would have found then. Never throws. */
export function findSignatureTime(
  { delivery, receivedAt }: Capture,
  { headers: path }: CapturePlaces,
): readonly CaptureRemark[] {
  // The time is judged before the signature, so that no key is needed.
  const verdict = judge(delivery, [], Date.parse(receivedAt) / 1_000);
  if (verdict.kind !== 'timestamp_out_of_range') return [];
  const { ageSeconds } = verdict;
  const when = ageSeconds < 0 ? 'before' : 'after';
  const tolerance = toDuration(TOLERANCE_SECONDS);
  const message = `This delivery came more than ${tolerance} ${when} the time of its signature: a receiver refuses it.`;
  const actual = `${toDuration(Math.abs(ageSeconds))} ${when}`;
  return [{ code: 'signature_time', path, message, expected: `at most ${tolerance}`, actual }];
}

/** The answers to a delivery that were not 2xx, or that never came. Never throws. */
export function findBadAnswers(
  { answer, forwardings = [] }: Capture,
  { status: path }: CapturePlaces,
): readonly CaptureRemark[] {
  return [
    ...(answer === undefined ? [] : toBadAnswer(answer.status, path, TO_SENDER)),
    ...forwardings.flatMap(({ status }, index) =>
      toBadAnswer(status, ['forwardings', index, 'status'], OF_APP),
    ),
  ];
}

/** What is said of a status, and where none came. */
interface AnswerWords {
  readonly bad: (status: number) => string;
  readonly none: string;
}

const TO_SENDER: AnswerWords = {
  bad: (status) => `The sender was answered ${status}, not 2xx, so that Svix sends this again.`,
  none: 'The sender was not answered at all, so that Svix sends this again.',
};
const OF_APP: AnswerWords = {
  bad: (status) => `The app to which this was passed on answered ${status}, not 2xx.`,
  none: 'No answer came from the app to which this was passed on.',
};

function toBadAnswer(
  status: number | null,
  path: readonly PathStep[],
  { bad, none }: AnswerWords,
): readonly CaptureRemark[] {
  if (isSuccess(status)) return [];
  const [message, actual] = status === null ? [none, 'no answer'] : [bad(status), String(status)];
  return [{ code: 'answer_not_2xx', path, message, expected: '2xx', actual }];
}

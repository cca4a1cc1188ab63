import { isSuccess } from '../core/delivery/delivery.ts';
import { type EndpointAnswer, findAnswerHint } from '../report/answer-hints.ts';
import { type Answered, explainMixedRun, isUnlike, MOST_ANSWERS, toFacts } from '../report/mixed-run.ts';

/** A delivery and the answer to it. */
export interface AnsweredDelivery {
  /** The message, so that an attempt that was accepted outweighs one that was not. */
  readonly key: string;
  readonly body: Uint8Array;
  readonly isFar: boolean;
  readonly answer: EndpointAnswer;
}

/** Accepted answers that are kept of a run, as those after the first ones are unlike all others. */
const MOST_ACCEPTED = 1_000;

/** The answers of one endpoint so far, a bounded number of them. */
export interface RunMemory {
  /** Keeps an answer. Gives the hint that replaces one which would doubt a secret that was accepted. Never throws. */
  readonly note: (delivery: AnsweredDelivery) => string | undefined;
  /** The differences between accepted and refused deliveries. Never throws. */
  readonly explain: () => readonly string[];
}

/** A memory without an answer. */
export function createRunMemory(): RunMemory {
  const accepted: Answered[] = [];
  const refused: Answered[] = [];
  return {
    note: ({ key, body, isFar, answer }) => {
      const { status } = answer;
      const doubtsSecret = findAnswerHint(answer, false)?.doubtsSecret === true;
      const answered = { key, status, doubtsSecret, facts: toFacts(body, isFar) };
      const kept = isSuccess(status) ? accepted : refused;
      const isTelling = () => kept.length < MOST_ACCEPTED && isUnlike(kept, answered);
      if (kept.length < MOST_ANSWERS || (kept === accepted && isTelling())) kept.push(answered);
      if (!doubtsSecret || accepted.length === 0) return undefined;
      return explainMixedRun([...accepted, answered])[0];
    },
    explain: () => explainMixedRun([...accepted, ...refused]),
  };
}

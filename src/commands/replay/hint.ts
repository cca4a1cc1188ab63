import { isSuccess } from '../../core/delivery/delivery.ts';
import type { Wrong } from '../../core/sending/make-request.ts';
import type { SuccessRule } from '../../core/sending/success-rule.ts';
import { type EndpointAnswer, findAnswerHint, hintForFailure } from '../../report/answer-hints.ts';
import { explainWrong } from '../../report/wrong-words.ts';

/** What a hint depends on besides the answer. */
export interface HintSetting {
  readonly url: string;
  /** Whether it was signed with the development secret, which only a listener in the same folder knows by itself. */
  readonly development: boolean;
  readonly success: SuccessRule;
  /** What is wrong with it on purpose. */
  readonly wrong: Wrong | undefined;
  /** Whether its time is farther from now than a good app takes it. */
  readonly isFar: boolean;
  readonly showPii: boolean;
}

const DEVELOPMENT_HINT =
  'It was signed with the development secret of this folder (.fp-webhooks/secret): give the app that one, or set FP_WEBHOOKS_SECRET to the secret of the app.';
const LISTENER_HINT =
  'Start one with `fp-webhooks listen` in another terminal, or name your app with --to URL.';

/** The usual meaning of a missing answer, by the code of the failure. Never throws. */
export function hintForSilence(code: string, { url }: Pick<HintSetting, 'url'>): string | undefined {
  return code === 'refused' && url === 'http://127.0.0.1:4400/' ? LISTENER_HINT : hintForFailure(code);
}

/** The usual meaning of an answer, where there is something to say about it. Never throws. */
export function hintForAnswer(
  answer: EndpointAnswer,
  { development, success, wrong, isFar, showPii }: HintSetting,
): string | undefined {
  const { status } = answer;
  const isTaken = isSuccess(status);
  const found = findAnswerHint(answer, showPii);
  const far = isFar && found?.isVerdict === true ? FAR : undefined;
  const isJudged = isTaken || found?.isVerdict === true;
  const verdict = wrong === undefined ? far : isJudged ? explainWrong(isTaken, wrong) : undefined;
  if (success.isMet(status)) return isTaken ? verdict : undefined;
  const usual = development && found?.doubtsSecret === true ? DEVELOPMENT_HINT : found?.text;
  if (success.isUsual) return verdict ?? usual;
  const reason = isTaken ? verdict : (far ?? usual);
  return [`Expected was ${success.text}.`, ...(reason === undefined ? [] : [reason])].join(' ');
}

const FAR = 'It was refused, as it should be: its time is more than 5 minutes from now.';

import { isSuccess } from '../../core/delivery/success.ts';
import type { Wrong } from '../../core/replay/make-request.ts';
import type { SuccessRule } from '../../core/replay/success-rule.ts';
import { hintForFailure, hintForStatus } from '../../report/answer-hints.ts';
import { explainWrong, isRefusal } from '../../report/wrong-words.ts';

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
}

const DEVELOPMENT_HINT =
  'It was signed with the development secret of this folder (.fp-webhooks/secret): give the app that one, or set FP_WEBHOOKS_SECRET to the secret of the app.';
const LISTENER_HINT =
  'Start one with `fp-webhooks listen` in another terminal, or name your app with --to URL.';

/** What it usually means that no answer came, by the code of the failure. Never throws. */
export function hintForSilence(code: string, { url }: Pick<HintSetting, 'url'>): string | undefined {
  return code === 'refused' && url === 'http://127.0.0.1:4400/' ? LISTENER_HINT : hintForFailure(code);
}

/** What an answer usually means, where there is something to say about it. Never throws. */
export function hintForAnswer(
  status: number,
  { development, success, wrong, isFar }: HintSetting,
): string | undefined {
  const verdict = wrong === undefined ? explainFar(status, isFar) : explainWrong(status, wrong);
  if (success.isMet(status)) return isSuccess(status) ? verdict : undefined;
  const refused = status === 400 || status === 401 || status === 403;
  const usual = development && refused ? DEVELOPMENT_HINT : hintForStatus(status);
  if (success.isUsual) return verdict ?? usual;
  const reason = isSuccess(status) ? verdict : (explainFar(status, isFar) ?? usual);
  return [`Expected was ${success.text}.`, ...(reason === undefined ? [] : [reason])].join(' ');
}

function explainFar(status: number, isFar: boolean): string | undefined {
  return isFar && isRefusal(status)
    ? 'It was refused, as it should be: its time is more than 5 minutes from now.'
    : undefined;
}

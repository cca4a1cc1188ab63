import { toDuration } from '../../core/duration.ts';
import { findDistanceSeconds, findWrong } from '../../core/sending/make-request.ts';
import type { Payload } from '../../core/sending/payload.ts';
import type { SuccessRule } from '../../core/sending/retries.ts';
import { TOLERANCE_SECONDS } from '../../core/signature/judge.ts';
import { WRONG_WORDS } from '../../report/explain.ts';
import { toCount } from '../../report/text.ts';
import type { Context } from '../command.ts';
import type { Signing } from './signing.ts';

/** Payloads before and after the changes, and how they are signed. */
export interface Told {
  readonly found: readonly Payload[];
  readonly payloads: readonly Payload[];
  readonly signing: Signing;
  readonly success: SuccessRule;
  /** The flag or key that makes a refusal the success; undefined where nothing is sent. */
  readonly remedy: string | undefined;
}

/** Reports surprising ids, times and signatures once, before anything is sent. */
export function reportIdentity(
  { found, payloads, signing, success, remedy }: Told,
  { report }: Context,
): void {
  const say = (code: string, message: string) => report({ type: 'notice', code, message });
  const wrong = findWrong(signing.mode);
  const end = remedy === undefined ? '.' : `: ${remedy} makes that the success.`;
  if (wrong !== undefined && success.isUsual) {
    say(
      'wrong_on_purpose',
      `Each request is wrong on purpose: ${WRONG_WORDS[wrong]}. A good app refuses it${end}`,
    );
  }
  const kept = signing.ids.kind === 'kept' ? countChanged(found, payloads) : 0;
  if (kept > 0) {
    const what =
      kept === 1 ? 'A changed capture keeps its id' : `${toCount(kept, 'changed capture')} keep their ids`;
    say(
      'id_kept',
      `${what}, as a retry does, and an app that took it once may ignore it: --new-id makes a new message of it.`,
    );
  }
  const farSeconds = success.isUsual ? findDistanceSeconds(payloads, signing.mode, toNowSeconds()) : 0;
  if (farSeconds > TOLERANCE_SECONDS) {
    const flag = signing.mode.kind === 'original' ? '--original sends' : '--timestamp makes';
    say(
      'timestamp_far',
      `${flag} a signature that is ${toDuration(farSeconds)} away from now, and a good app refuses more than 5 minutes${end}`,
    );
  }
}

function toNowSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}

function countChanged(found: readonly Payload[], payloads: readonly Payload[]): number {
  return payloads.filter(
    ({ messageId, body }, index) => messageId !== undefined && body !== found[index]?.body,
  ).length;
}
